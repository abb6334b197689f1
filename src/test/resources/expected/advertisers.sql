-- All advertisers as an operator sees them, by name, each value as the CSV file writes it.
select id::text, slug, name, domain, url, description,
       (select name from affiliate.networks where id = network_id),
       (select name from affiliate.publishers where id = publisher_id),
       program_status, commission_rate, commission_type, average_commission_rate::text, epc::text, cookie_days::text,
       currency, country, array_to_string(countries, ','),
       (select name from affiliate.verticals where id = vertical_id),
       (select count(*) from affiliate.deals where advertiser_id = s.id and status = 'active')::text,
       (select count(*) from affiliate.transactions where advertiser_id = s.id)::text,
       (select max(clicked_at) from affiliate.clicks where advertiser_id = s.id),
       (select max(converted_at) from affiliate.transactions where advertiser_id = s.id),
       joined_at, updated_at
from affiliate.advertisers as s
where ? <> ''
order by s.name, s.id
