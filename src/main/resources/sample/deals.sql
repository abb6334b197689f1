-- Deals: past ones, running ones, coming ones, most of them at the more popular advertisers.
insert into affiliate.deals (
    id, advertiser_id, title, description, deal_type, code, discount, discount_type, discount_value, currency,
    url, landing_url, starts_at, ends_at, status, exclusive, featured, category, country, locale, created_at, updated_at)
select i,
       advertiser.id,
       case when i % 50 = 0 then nasty.value
            else pg_temp.pick('{Save,Get,"Members save",Today only:,Last chance:,Welcome:}', i, 201) || ' ' || coalesce(discount, 'more')
                 || pg_temp.pick('{" on everything"," on your first order"," in the spring sale"," with newsletter sign-up"," on selected lines",""}', i, 202) end,
       case when i = 777 then (select value from sample_long where n = 5)
            when i = 778 then (select value from sample_long where n = 0)
            when i % 50 = 1 then nasty.value
            when i % 50 = 2 then ''
            when i % 50 between 3 and 9 then null
            else 'Valid at ' || coalesce(advertiser.domain, 'the shop') || ', not with other offers. Terms ' || pg_temp.digest(i, 203) || pg_temp.digest(i, 204) end,
       deal_type,
       case when i % 50 = 4 then nasty.value when deal_type = 'coupon' then upper(pg_temp.digest(i, 205) collate "C") end,
       discount,
       discount_type,
       case when i % 2000 = 5 then 1234567890123456.789012345 when discount_type is not null then figure end,
       case when discount_type = 'amount' then advertiser.currency end,
       case when i % 70 <> 0 then coalesce(advertiser.url, 'https://deals.example/') || '&deal=' || i end,
       case when i % 7 <> 0 then 'https://www.' || coalesce(advertiser.domain, 'deals.example') || '/offers/' || pg_temp.digest(i, 206) end,
       starts_at,
       ends_at,
       case when i % 29 = 0 then 'paused'
            when starts_at >= pg_temp.day(180) then 'upcoming'
            when ends_at < pg_temp.day(180) then 'expired'
            else 'active' end,
       i % 11 = 0,
       i % 17 = 0,
       case when i % 6 <> 0 then pg_temp.pick('{Clothing,Electronics,"Food, Drink & Wine",Home,Travel,Beauty,Sports,"Kids'' Corner",Books,Services}', i, 207) end,
       case when i % 8 <> 0 then advertiser.country end,
       case when i % 5 <> 0 then (array['en_US', 'en_GB', 'de_DE', 'fr_FR', 'nl_NL', 'ja_JP', 'he_IL', 'ar_AE'])[1 + pg_temp.roll(i, 208, 8)] end,
       created_at,
       least(created_at + interval '1 minute' * pg_temp.roll(i, 209, 200000), pg_temp.day(180) - interval '1 second')
from generate_series(1, 20000) i
cross join lateral (
    -- A square of chances leans to the low ranks, without leaving the others out.
    select 1 + (pg_temp.roll(i, 211, 1000000)::bigint * pg_temp.roll(i, 212, 1000000) * (select max(rank) from sample_course) / 1000000000000) as rank,
           (array['coupon', 'sale', 'free_shipping', 'cashback', 'gift'])[1 + width_bucket(pg_temp.roll(i, 213, 100), array[45, 75, 87, 95])] as deal_type,
           case when i % 12 <> 0 then pg_temp.day(225) - interval '1 hour' * pg_temp.roll(i, 214, 445 * 24) end as starts_at,
           case pg_temp.roll(i, 215, 3) when 0 then 'amount' else 'percentage' end as measure,
           (array[5, 10, 12.5, 15, 20, 25, 30, 50])[1 + pg_temp.roll(i, 216, 8)] as figure
) a
join sample_course course using (rank)
join affiliate.advertisers advertiser on advertiser.id = course.id
cross join lateral (
    select case when i % 9 <> 0 then coalesce(starts_at, pg_temp.day(0)) + interval '1 day' * (3 + pg_temp.roll(i, 217, 90)) - interval '1 second' end as ends_at,
           least(coalesce(starts_at, pg_temp.day(0)), pg_temp.day(180) - interval '1 minute') - interval '1 minute' * (1 + pg_temp.roll(i, 218, 30000)) as created_at,
           case when deal_type in ('coupon', 'sale', 'cashback') then measure end as discount_type,
           case when deal_type = 'gift' then 'a gift'
                when deal_type = 'free_shipping' then 'free shipping'
                when measure = 'percentage' then figure || '%'
                else figure || ' ' || advertiser.currency end as discount
) b
left join sample_nasty nasty on nasty.n = i / 50 % (select count(*) from sample_nasty);
