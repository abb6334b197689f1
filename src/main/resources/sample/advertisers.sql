-- How advertisers fare over the 180 days: level_from before the turn and level_to after it, or a line from one to the
-- other where there is no turn, in thousandths. Rank 1 is the most popular; rows without a rank get no clicks.
create temp table sample_course on commit drop as
with state as (
    select i as id,
           case when i % 4000 in (1, 2, 3) then 'approved'
                else (array['approved', 'applied', 'rejected', 'stopped'])[
                    1 + width_bucket(pg_temp.roll(i, 101, 100), array[82, 90, 95])]
           end as status
    from generate_series(1, 5000) i
), ranked as (
    select id, status,
           case when status in ('approved', 'stopped')
                then row_number() over (partition by status in ('approved', 'stopped') order by hashint8extended(id, 102), id)
           end as rank
    from state
), fated as (
    select id, status, rank,
           case when status = 'stopped' then 'stopping'
                when rank <= 5 then 'steady'
                else (array['steady', 'growing', 'declining', 'surging', 'fading', 'new'])[
                    1 + width_bucket(pg_temp.roll(id, 103, 100), array[40, 55, 70, 82, 92])]
           end as fate
    from ranked
)
select id, status, rank, fate,
       case when fate in ('surging', 'fading', 'new', 'stopping') then 100 + pg_temp.roll(id, 104, 76) end as turn,
       case fate when 'steady' then 600 when 'growing' then 150 when 'surging' then 120 when 'new' then 0 else 950 end as level_from,
       case fate when 'steady' then 600 when 'declining' then 150 when 'fading' then 80 when 'stopping' then 0 else 950 end as level_to
from fated;

-- The last 1,000 rows are the shops of the first 1,000 again, with another publisher.
insert into affiliate.advertisers (
    id, network_id, publisher_id, vertical_id, slug, name, domain, url, description, program_status,
    commission_rate, commission_type, average_commission_rate, epc, cookie_days, currency, country, countries,
    joined_at, first_seen_at, updated_at)
select course.id,
       1 + width_bucket(pg_temp.roll(course.id, 111, 100), array[25, 45, 60, 72, 82, 90, 96]),
       case when course.id = shop then home_publisher else 1 + (home_publisher - 1 + 1 + pg_temp.roll(shop, 112, 11)) % 12 end,
       case when shop % 40 <> 5 then 1 + pg_temp.roll(shop, 113, 60) end,
       word || '-' || shop,
       case when shop % 80 = 7 then nice.value else initcap(replace(word, '-', ' ') collate "C") || pg_temp.pick('{"",""," GmbH"," Ltd"," & Co."," SARL",", Inc."}', shop, 114) end,
       case when shop % 60 <> 9 then domain end,
       case shop % 60 when 9 then null when 10 then '' else 'https://www.' || domain || '/?partner=' || pg_temp.digest(course.id, 115) end,
       case when long.n is not null then long.value
            when shop % 25 = 3 then nasty.value
            when shop % 25 = 4 then null
            when shop % 25 = 5 then ''
            else initcap(replace(word, '-', ' ') collate "C") || ' sells ' || pg_temp.pick('{shoes,lamps,books,"coffee, tea",tents,"used phones",watches,plants,bicycles,"toys & games"}', shop, 116)
                 || ' to ' || pg_temp.pick('{families,"small firms",students,travellers,"people in a hurry","everyone"}', shop, 117)
                 || '. Reference ' || pg_temp.digest(shop, 118) || pg_temp.digest(shop, 119) || '.'
       end,
       course.status,
       case b.kind when 'percentage' then case when shop % 4 = 0 then (rate - 2) || '-' || (rate + 2) || '%' else rate || '%' end
                 when 'flat' then sign || amount
                 when 'mixed' then rate || '% + ' || sign || amount
       end,
       b.kind,
       case when shop % 500 = 77 then rate + 0.12345678901234567890
            when b.kind in ('percentage', 'mixed') then rate + pg_temp.roll(shop, 120, 4) * 0.25 end,
       case when shop % 500 = 78 then 98765432109876543210.123456789
            when shop % 500 = 79 then 0.000000000000123456
            when shop % 9 <> 0 then pg_temp.roll(course.id, 121, 40000) * 0.0001 end,
       case when shop % 15 <> 0 then (array[1, 7, 14, 30, 30, 30, 45, 60, 90])[1 + pg_temp.roll(shop, 122, 9)] end,
       currency,
       country,
       case when shop % 30 = 1 then null
            when shop % 30 = 2 then '{}'
            else array[country] || (array['AT', 'CH', 'NL', 'BE', 'IE', 'PL'])[1 : pg_temp.roll(shop, 123, 7)] end,
       case when course.status in ('approved', 'stopped') then seen + interval '1 minute' * pg_temp.roll(course.id, 124, 600) end,
       seen,
       greatest(seen + interval '1 day', pg_temp.day(180) - interval '1 second' * (1 + pg_temp.roll(course.id, 125, 15000000)))
from sample_course course
cross join lateral (select (course.id - 1) % 4000 + 1 as shop) a
cross join lateral (
    select 1 + width_bucket(pg_temp.roll(shop, 131, 200), array[48, 84, 110, 130, 146, 160, 172, 182, 190, 196, 199]) as home_publisher,
           pg_temp.pick('{amber,blue,bright,city,clever,copper,cosy,daily,eager,early,fair,fresh,golden,grand,green,happy,honest,ivory,kind,lucky,little,modern,noble,north,old,polar,quick,quiet,red,river,royal,silver,simple,south,sunny,true,urban,velvet,wild,young}', shop, 132)
           || '-' || pg_temp.pick('{anchor,apple,arrow,barn,bear,bee,bird,boat,book,bridge,cabin,cloud,crane,deer,door,field,finch,fox,garden,harbour,hill,house,island,kite,lantern,leaf,maple,market,moon,oak,otter,owl,pine,rabbit,river,rose,stone,table,whale,wolf}', shop, 133) as word,
           1 + width_bucket(pg_temp.roll(shop, 134, 100), array[30, 52, 67, 77, 84, 89, 93, 96, 98]) as market,
           (array['percentage', 'flat', 'mixed', null])[1 + width_bucket(pg_temp.roll(shop, 135, 100), array[75, 90, 97])] as kind,
           3 + pg_temp.roll(shop, 136, 18) as rate,
           (array['5', '7.50', '10', '25', '40'])[1 + pg_temp.roll(shop, 137, 5)] as amount,
           case when course.fate = 'new'
                then pg_temp.day(course.turn - 1) + interval '1 minute' * pg_temp.roll(course.id, 138, 800)
                else pg_temp.day(-2) - interval '1 second' * pg_temp.roll(course.id, 139, 150000000) end as seen
) b
cross join lateral (
    select (array['US', 'GB', 'DE', 'FR', 'NL', 'SE', 'CH', 'JP', 'IL', 'AE'])[market] as country,
           (array['USD', 'GBP', 'EUR', 'EUR', 'EUR', 'SEK', 'CHF', 'JPY', 'ILS', 'AED'])[market] as currency,
           (array['$', '£', '€', '€', '€', 'SEK ', 'CHF ', '¥', '₪', 'AED '])[market] as sign,
           replace(word, '-', '') || shop || '.' || (array['com', 'co.uk', 'de', 'fr', 'nl', 'se', 'ch', 'jp', 'co.il', 'ae'])[market] || '.example' as domain
) c
left join sample_nasty nasty on nasty.n = shop / 25 % (select count(*) from sample_nasty)
left join (
    select row_number() over (order by n) - 1 as n, count(*) over () as kinds, value from sample_nasty where value !~ '^\s*$'
) nice on nice.n = shop / 80 % nice.kinds
left join sample_long long on course.id = 11 * (long.n + 1);
