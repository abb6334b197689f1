-- New rows go on counting after the given ids.
select setval(pg_get_serial_sequence('affiliate.' || name, 'id'), last)
from (
    select 'agencies' as name, max(id) as last from affiliate.agencies
    union all select 'publishers', max(id) from affiliate.publishers
    union all select 'networks', max(id) from affiliate.networks
    union all select 'verticals', max(id) from affiliate.verticals
    union all select 'advertisers', max(id) from affiliate.advertisers
    union all select 'deals', max(id) from affiliate.deals
    union all select 'clicks', max(id) from affiliate.clicks
    union all select 'transactions', max(id) from affiliate.transactions
) tables
where last is not null;

drop function pg_temp.roll, pg_temp.pick, pg_temp.digest, pg_temp.day, pg_temp.level;

analyze affiliate.agencies, affiliate.publishers, affiliate.networks, affiliate.verticals,
    affiliate.advertisers, affiliate.deals, affiliate.clicks, affiliate.transactions;
