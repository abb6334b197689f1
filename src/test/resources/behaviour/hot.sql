-- Hot advertisers worked out day by day, apart from the type's file; a filter that is null is none.
create schema if not exists behaviour;
grant usage on schema behaviour to public;
create or replace function behaviour.hot(
    period int, as_of date, least_clicks bigint, zone text default 'UTC', network bigint default null,
    vertical bigint default null, place_of text default null, standing text default null, publisher bigint default null)
returns table (place bigint, id bigint, score numeric, clicks bigint, growth numeric, amount numeric, earned numeric, epc numeric)
language sql as $$
with day as (
    select clicks.advertiser_id as shop, (clicked_at at time zone zone)::date as at, 1 as clicks, 0 as sales,
           0::numeric as amount, 0::numeric as earned
    from affiliate.clicks
    union all
    select advertiser_id, (converted_at at time zone zone)::date, 0, 1, sale_amount, commission_amount
    from affiliate.transactions
), period_of as (
    select shop, case when at < as_of - period then 'before' else 'now' end as which,
           sum(clicks) as clicks, sum(sales) as sales, sum(amount) as amount, sum(earned) as earned
    from day
    where at >= as_of - 2 * period and at < as_of
    group by 1, 2
), both_periods as (
    select s.id, coalesce(n.clicks, 0) as c1, coalesce(b.clicks, 0) as c0, coalesce(n.sales, 0) as s1,
           coalesce(b.sales, 0) as s0, coalesce(n.earned, 0) as e1, coalesce(b.earned, 0) as e0,
           coalesce(n.amount, 0) as a1
    from affiliate.advertisers s
    left join period_of n on n.shop = s.id and n.which = 'now'
    left join period_of b on b.shop = s.id and b.which = 'before'
    where (network is null or s.network_id = network) and (vertical is null or s.vertical_id = vertical)
      and (place_of is null or s.country = place_of) and (standing is null or s.program_status = standing)
      and (publisher is null or s.publisher_id = publisher)
), scored as (
    select both_periods.*,
           round(100.0 * c1 / (c1 + 100)
                 * (0.5 * ln((c1 + 20.0) / (c0 + 20.0)) + 0.3 * ln((s1 + 2.0) / (s0 + 2.0))
                    + 0.2 * ln((e1 + 10.0) / (e0 + 10.0))), 2) as hot
    from both_periods
    where c1 >= least_clicks
)
select row_number() over (order by hot desc, scored.id desc), scored.id, hot, c1::bigint,
       round((c1 - c0) * 100.0 / nullif(c0, 0), 4), a1, e1, round(e1 * 100 / c1, 4)
from scored
$$;
