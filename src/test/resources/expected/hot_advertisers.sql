-- The 500 hottest advertisers of the 30 days before 2026-11-24, worked out day by day, apart from the type's file.
with zone as (select ?::text as name),
     clicked as (
         select advertiser_id, (clicked_at at time zone (select name from zone))::date as day, count(*) as n
         from affiliate.clicks group by 1, 2),
     sold as (
         select advertiser_id, (converted_at at time zone (select name from zone))::date as day,
                count(*) as n, sum(sale_amount) as amount, sum(commission_amount) as earned
         from affiliate.transactions group by 1, 2),
     shop as (
         select s.*,
                (select coalesce(sum(n), 0) from clicked where advertiser_id = s.id and day between '2026-10-25' and '2026-11-23') as clicks,
                (select coalesce(sum(n), 0) from clicked where advertiser_id = s.id and day between '2026-09-25' and '2026-10-24') as clicks_before,
                (select coalesce(sum(n), 0) from sold where advertiser_id = s.id and day between '2026-10-25' and '2026-11-23') as sales,
                (select coalesce(sum(n), 0) from sold where advertiser_id = s.id and day between '2026-09-25' and '2026-10-24') as sales_before,
                (select coalesce(sum(amount), 0) from sold where advertiser_id = s.id and day between '2026-10-25' and '2026-11-23') as amount,
                (select coalesce(sum(earned), 0) from sold where advertiser_id = s.id and day between '2026-10-25' and '2026-11-23') as earned,
                (select coalesce(sum(earned), 0) from sold where advertiser_id = s.id and day between '2026-09-25' and '2026-10-24') as earned_before
         from affiliate.advertisers s),
     scored as (
         select *, round(100.0 * clicks / (clicks + 100)
                         * (0.5 * ln((clicks + 20.0) / (clicks_before + 20.0))
                            + 0.3 * ln((sales + 2.0) / (sales_before + 2.0))
                            + 0.2 * ln((earned + 10.0) / (earned_before + 10.0))), 2) as score
         from shop where clicks >= 50)
select rank() over (order by score desc, id desc), name, id::text, domain,
       (select name from affiliate.networks where id = network_id),
       (select name from affiliate.publishers where id = publisher_id),
       (select name from affiliate.verticals where id = vertical_id),
       score, clicks, clicks_before,
       case when clicks_before > 0 then round((clicks - clicks_before) * 100.0 / clicks_before, 4) / 100 end,
       sales, amount, sales_before,
       case when sales_before > 0 then round((sales - sales_before) * 100.0 / sales_before, 4) / 100 end,
       earned, round(earned * 100 / clicks, 4), round(sales * 100.0 / clicks, 4) / 100,
       (select count(*) from affiliate.deals where advertiser_id = scored.id and status = 'active'),
       commission_rate, first_seen_at
from scored
order by score desc, id desc
limit 500
