select c.id, c.clicked_at, a.name as advertiser, c.advertiser_id, n.name as network, p.name as publisher,
       d.title as deal, c.sub_id, c.country, c.region, c.device, c.os, c.browser, c.referrer, c.landing_url,
       c.ip_prefix, c.user_agent, t.id is not null as converted, t.commission_amount, t.currency
from affiliate.clicks c
left join affiliate.advertisers a on a.id = c.advertiser_id
left join affiliate.networks n on n.id = a.network_id
left join affiliate.publishers p on p.id = c.publisher_id
left join affiliate.deals d on d.id = c.deal_id
left join affiliate.transactions t on t.click_id = c.id
where c.id <= :last_id
order by c.clicked_at desc, c.id desc
