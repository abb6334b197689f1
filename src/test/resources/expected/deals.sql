-- All deals as an operator sees them, the newest first.
select o.id::text, o.title, o.description,
       (select name from affiliate.advertisers where id = o.advertiser_id), o.advertiser_id::text,
       (select n.name from affiliate.networks n join affiliate.advertisers s on s.network_id = n.id where s.id = o.advertiser_id),
       (select p.name from affiliate.publishers p join affiliate.advertisers s on s.publisher_id = p.id where s.id = o.advertiser_id),
       o.deal_type, o.code, o.discount, o.discount_type, o.discount_value, o.currency, o.url, o.landing_url,
       o.starts_at, o.ends_at, o.status, o.exclusive, o.featured, o.category, o.country, o.locale,
       o.created_at, o.updated_at
from affiliate.deals as o
where ? <> ''
order by o.created_at desc, o.id desc
