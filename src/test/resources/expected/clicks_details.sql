-- Every click of the sample days as an operator sees it, written apart from the report type's file.
select clicks.id::text, clicks.clicked_at,
       date_trunc('day', clicks.clicked_at at time zone ?)::date,
       shops.name, clicks.advertiser_id::text, networks.name, publishers.name,
       deals.title, clicks.deal_id::text, clicks.sub_id, clicks.country, clicks.region, clicks.device, clicks.os,
       clicks.browser, clicks.referrer, clicks.landing_url, clicks.ip_prefix, clicks.user_agent,
       exists (select from affiliate.transactions where click_id = clicks.id),
       sales.order_id, sales.sale_amount, sales.commission_amount, sales.currency, sales.status, sales.converted_at
from affiliate.clicks as clicks
left join affiliate.transactions as sales on sales.click_id = clicks.id
left join affiliate.deals as deals on deals.id = clicks.deal_id,
     affiliate.advertisers as shops, affiliate.networks as networks, affiliate.publishers as publishers
where shops.id = clicks.advertiser_id and networks.id = shops.network_id and publishers.id = shops.publisher_id
order by clicks.clicked_at desc, clicks.id desc
