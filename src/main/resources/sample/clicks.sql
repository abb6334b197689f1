-- How many clicks each hour has: weekends are quieter, evenings busier, the whole grows slowly, and no two days are alike.
-- Ids are dealt to the hours in order, so they are dense and rise with time.
create temp table sample_hour on commit drop as
with weights as (
    select d, h,
           (array[105, 110, 112, 108, 100, 72, 80])[extract(isodow from pg_temp.day(d))::integer]
               * (1000 + 2 * d) * (900 + pg_temp.roll(d, 301, 200))::bigint / 10000
               * (array[22, 14, 9, 7, 7, 11, 20, 34, 46, 54, 60, 63, 66, 62, 58, 57, 60, 66, 74, 84, 92, 88, 66, 40])[h + 1] as weight
    from generate_series(0, 179) d, generate_series(0, 23) h
), sums as (
    select d, h, weight, sum(weight) over (order by d, h) as upto, sum(weight) over () as total
    from weights
)
select pg_temp.day(d) + interval '1 hour' * h as starts_at, d, h,
       div((upto - weight) * current_setting('sheaf.sample_clicks')::bigint, total)::bigint + 1 as first_id,
       div(upto * current_setting('sheaf.sample_clicks')::bigint, total)::bigint as last_id
from sums;

-- Popularity after Zipf: the n-th advertiser owns 1/n as many slots as the first. A click draws slots until the owner
-- takes it on that day (its level); after two refusals it goes to the owner of a slot among the steady ones.
create temp table sample_slot on commit drop as
with weights as (
    select id, rank, turn, level_from, level_to, fate = 'steady' as steady, 1000000000 / rank as weight from sample_course where rank is not null
), sums as (
    select *, sum(weight) over every as upto, sum(weight) over () as total,
           sum(weight) filter (where steady) over every as steady_upto, sum(weight) filter (where steady) over () as steady_total
    from weights
    window every as (order by rank)
), steady_slots as (
    select slot, id
    from sums, generate_series(div((steady_upto - weight) * 131072, steady_total)::bigint, div(steady_upto * 131072, steady_total)::bigint - 1) slot
    where steady
)
select slot::integer as slot, sums.id, turn, level_from, level_to, steady_slots.id as steady_id
from sums, generate_series(div((upto - weight) * 131072, total)::bigint, div(upto * 131072, total)::bigint - 1) slot
join steady_slots using (slot);

create function pg_temp.level(d bigint, turn integer, level_from integer, level_to integer) returns bigint
    language sql immutable parallel safe
    return case when turn is null then level_from + (level_to - level_from) * d / 179
                when d < turn then level_from
                else level_to end;

create temp table sample_agent on commit drop as
select row_number() over () - 1 as n, device, os, browser, user_agent
from (values
    (5, 'mobile', 'Android', 'Chrome', 'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%v.0.0.0 Mobile Safari/537.36'),
    (6, 'mobile', 'iOS', 'Safari', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.%v Mobile/15E148 Safari/604.1'),
    (1, 'mobile', 'Android', 'Samsung Internet', 'Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/%v.0.0.0 Mobile Safari/537.36'),
    (1, 'mobile', 'Android', 'Firefox', 'Mozilla/5.0 (Android 14; Mobile; rv:%v.0) Gecko/%v.0 Firefox/%v.0'),
    (5, 'desktop', 'Windows', 'Chrome', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%v.0.0.0 Safari/537.36'),
    (2, 'desktop', 'Windows', 'Edge', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%v.0.0.0 Safari/537.36 Edg/%v.0.0.0'),
    (1, 'desktop', 'Windows', 'Firefox', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:%v.0) Gecko/20100101 Firefox/%v.0'),
    (1, 'desktop', 'macOS', 'Safari', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.%v Safari/605.1.15'),
    (1, 'desktop', 'macOS', 'Chrome', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%v.0.0.0 Safari/537.36'),
    (1, 'desktop', 'Linux', 'Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:%v.0) Gecko/20100101 Firefox/%v.0'),
    (1, 'tablet', 'iPadOS', 'Safari', 'Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.%v Mobile/15E148 Safari/604.1'),
    (1, 'other', null, null, null)
) as agent (weight, device, os, browser, user_agent), generate_series(1, weight);

create temp table sample_place on commit drop as
select row_number() over () - 1 as n, country, region
from (values
    ('US', '{California,Texas,New York,Florida,Illinois,Ohio,Washington,Georgia}'::text[]),
    ('GB', '{England,Scotland,Wales,Northern Ireland}'), ('DE', '{Berlin,Bayern,Hamburg,Nordrhein-Westfalen,Baden-Württemberg,Thüringen}'),
    ('FR', '{Île-de-France,Provence-Alpes-Côte d''Azur,Bretagne}'), ('NL', '{Noord-Holland,Utrecht}'), ('SE', '{Stockholm,Skåne}'),
    ('CH', '{Zürich,Genève}'), ('JP', '{東京都,大阪府}'), ('IL', '{תל אביב}'), ('AE', '{دبي}'), ('CA', '{Ontario,Québec}'), ('BR', '{São Paulo}'),
    ('AU', '{New South Wales}'), ('ES', '{Cataluña}'), ('IT', '{Lombardia}'), ('PL', '{Mazowieckie}'), ('IN', null), (null, null)
) as place (country, regions), unnest(coalesce(regions, array[null::text])) as region;

create temp table sample_choice on commit drop as
select advertiser_id, (array_agg(id order by hashint8extended(id, 302), id))[1:60] as deals from affiliate.deals group by advertiser_id;

analyze sample_hour, sample_slot, sample_agent, sample_place, sample_choice, sample_nasty, affiliate.advertisers, affiliate.deals;

-- A million foreign keys and index entries are checked and sorted much faster all at once: what the migration put on the
-- table is taken away as it is, and put back after the rows.
create temp table sample_rebuild on commit drop as
select format('alter table affiliate.clicks drop constraint %I', conname) as take_away,
       format('alter table affiliate.clicks add constraint %I %s', conname, pg_get_constraintdef(oid)) as put_back
from pg_constraint
where conrelid = 'affiliate.clicks'::regclass and contype = 'f'
union all
select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
from pg_index
where indrelid = 'affiliate.clicks'::regclass and not indisprimary;

do $$
declare statement text;
begin
    for statement in select take_away from sample_rebuild loop
        execute statement;
    end loop;
end $$;

-- Every fiftieth click shares the moment of the one before; at noon of day 120 a robot makes all clicks of an hour in one moment.
insert into affiliate.clicks (
    id, clicked_at, advertiser_id, publisher_id, deal_id, sub_id, country, region, device, os, browser,
    referrer, landing_url, ip_prefix, user_agent)
select click.id,
       clicked_at,
       advertiser.id,
       advertiser.publisher_id,
       deal.id,
       case when click.id % 400 = 0 then nasty.value
            else case pg_temp.roll(click.id, 311, 10)
                when 0 then null when 1 then null when 2 then ''
                when 3 then '9' || lpad((hashint8extended(click.id, 312) & 0x7fffffffffffffff)::text, 19, '0')
                when 4 then 'newsletter-' || to_char(clicked_at, 'YYYY-MM-DD')
                else pg_temp.digest(click.id, 313) end end,
       place.country,
       case when click.id % 1000 = 3 then nasty.value else place.region end,
       agent.device,
       agent.os,
       agent.browser,
       case when click.id % 1000 = 2 then nasty.value
            when pg_temp.roll(click.id, 314, 100) >= 35 then
                'https://' || pg_temp.pick('{www.google.com/search,duckduckgo.com/,www.bing.com/search,t.co/out,m.facebook.com/l.php,www.pinterest.com/pin,news.example/a,deals.example/today,blog.example/post,forum.example/t}', click.id, 315)
                || '?q=' || pg_temp.digest(click.id, 316) end,
       'https://www.' || coalesce(advertiser.domain, 'shop' || advertiser.id || '.example') || '/p/' || pg_temp.roll(click.id, 317, 100000)
           || '?utm_source=' || publisher.slug || '&cid=' || pg_temp.digest(click.id, 318) || pg_temp.digest(click.id, 319),
       case pg_temp.roll(click.id, 320, 20)
            when 0 then null
            when 1 then '2001:db8:' || to_hex(pg_temp.roll(click.id, 321, 65536)) || '::/48'
            else pg_temp.roll(click.id, 322, 223) + 1 || '.' || pg_temp.roll(click.id, 323, 256) || '.' || pg_temp.roll(click.id, 324, 256) || '.0/24' end,
       case when click.id % 1000 = 1 then nasty.value else replace(agent.user_agent, '%v', (118 + pg_temp.roll(click.id, 325, 22))::text) end
from sample_hour hour
cross join lateral (
    select id, case when id % 50 = 0 and id > first_id then id - 1 else id end as moment
    from generate_series(first_id, last_id) id
) click
cross join lateral (
    select case when d = 120 and h = 12 then 0
                else greatest(0, least(3599999, (moment - first_id) * step + pg_temp.roll(moment, 331, 3 * step / 2) - step / 2)) end as ms
    from (select 3600000 / (last_id - first_id + 1) as step) evenly
) drift
cross join lateral (select starts_at + interval '1 millisecond' * case when moment % 3 = 0 then ms / 1000 * 1000 else ms end as clicked_at) instant
join sample_slot first_draw on first_draw.slot = pg_temp.roll(click.id, 332, 131072)
join sample_slot second_draw on second_draw.slot = pg_temp.roll(click.id, 333, 131072)
cross join lateral (
    select case when pg_temp.roll(click.id, 334, 1000) < pg_temp.level(d, first_draw.turn, first_draw.level_from, first_draw.level_to) then first_draw.id
                when pg_temp.roll(click.id, 335, 1000) < pg_temp.level(d, second_draw.turn, second_draw.level_from, second_draw.level_to) then second_draw.id
                else first_draw.steady_id end as id
) drawn
join affiliate.advertisers advertiser on advertiser.id = drawn.id
join affiliate.publishers publisher on publisher.id = advertiser.publisher_id
join sample_agent agent on agent.n = pg_temp.roll(click.id, 336, (select count(*) from sample_agent))
join sample_place place on place.n = least(
    pg_temp.roll(click.id, 337, (select count(*) from sample_place)), pg_temp.roll(click.id, 338, (select count(*) from sample_place)))
left join sample_choice choice on choice.advertiser_id = drawn.id
left join affiliate.deals deal on deal.id = choice.deals[1 + pg_temp.roll(click.id, 339, cardinality(choice.deals))]
    and clicked_at between coalesce(deal.starts_at, clicked_at) and coalesce(deal.ends_at, clicked_at)
left join sample_nasty nasty on nasty.n = case when click.id % 400 = 0 then click.id / 400 else click.id / 1000 end % (select count(*) from sample_nasty);

do $$
declare statement text;
begin
    for statement in select put_back from sample_rebuild loop
        execute statement;
    end loop;
end $$;
