-- About three of a hundred clicks end in a sale, at some advertisers more often than at others, mostly within the hour.
analyze affiliate.clicks;

insert into affiliate.transactions (
    id, click_id, advertiser_id, order_id, sale_amount, commission_amount, currency, status, converted_at)
select row_number() over (order by converted_at, click_id),
       click_id,
       advertiser_id,
       case when click_id % 40 = 0 then nasty.value
            else case pg_temp.roll(click_id, 401, 3)
                when 0 then '7' || lpad((hashint8extended(click_id, 402) & 0x7fffffffffffffff)::text, 19, '0')
                when 1 then 'ORD-' || upper(pg_temp.digest(click_id, 403) collate "C")
                else lpad(pg_temp.roll(click_id, 404, 100000000)::text, 10, '0') end end,
       sale,
       round(sale * (2 + pg_temp.roll(advertiser_id, 405, 15)) / 100, 2),
       currency,
       case when converted_at > pg_temp.day(150) and pg_temp.roll(click_id, 406, 10) < 8 then 'pending'
            else (array['approved', 'paid', 'declined'])[1 + width_bucket(pg_temp.roll(click_id, 407, 100), array[45, 90])] end,
       converted_at
from (
    select click.id as click_id, click.advertiser_id, advertiser.currency,
           clicked_at + interval '1 second' * case
               when pg_temp.roll(click.id, 411, 10) < 7 then 20 + pg_temp.roll(click.id, 412, 3600)
               when pg_temp.roll(click.id, 411, 10) < 9 then 3600 + pg_temp.roll(click.id, 413, 80000)
               else 86400 + pg_temp.roll(click.id, 414, 1700000) end as converted_at,
           case pg_temp.roll(click.id, 415, 500) when 0 then 0 when 1 then 999999999999.99
               else (500 + pg_temp.roll(click.id, 416, 3000) + 4000000 / (4 + pg_temp.roll(click.id, 417, 2000))) / 100.00 end as sale
    from affiliate.clicks click
    join affiliate.advertisers advertiser on advertiser.id = click.advertiser_id
    where pg_temp.roll(click.id, 418, 100000) < 33 * (50 + pg_temp.roll(click.advertiser_id, 419, 101))
) sold
left join sample_nasty nasty on nasty.n = click_id / 40 % (select count(*) from sample_nasty)
where converted_at < pg_temp.day(180);
