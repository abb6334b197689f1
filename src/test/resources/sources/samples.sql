create type mood as enum ('sad', 'ok', 'happy');
create collation folded (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
create table samples (
    id bigint primary key, word text, amount numeric, ratio float8, day date, at timestamptz not null,
    flag boolean, mood mood, address inet, took interval, quantity integer not null
);
-- Few values, many ties, and whatever is hard to order or to write as text.
create function fill(rows integer, seed double precision) returns void language sql as $$
    delete from samples;
    select setseed(seed);
    insert into samples
    select n * 7 - 500,
           (array['a', 'A', 'ä', 'Z', 'z', '', ' ', 'é', E'it''s\t"\\', '%', null])[1 + (random() * 10)::int],
           (array[0, -0.50, 1.5, 1.50, 1e20, 1e-20, 'NaN', 'Infinity', null]::numeric[])[1 + (random() * 8)::int],
           (array[0, '-0', 0.1, 1e300, 5e-324, 'NaN', '-Infinity', null]::float8[])[1 + (random() * 7)::int],
           (array['2026-02-28', '0044-03-15 BC', 'infinity', '-infinity', null]::date[])[1 + (random() * 4)::int],
           timestamptz '2026-10-25 00:00Z' + (random() * 12)::int * interval '10 minutes 0.000001 seconds',
           (array[true, false, null])[1 + (random() * 2)::int],
           (array['sad', 'ok', 'happy', null]::mood[])[1 + (random() * 3)::int],
           (array['10.0.0.1', '10.0.0.0/8', '::1', null]::inet[])[1 + (random() * 3)::int],
           (array['1 mon', '30 days', '720:00:00', '-00:00:01', null]::interval[])[1 + (random() * 4)::int],
           (random() * 3)::int
    from generate_series(1, rows) as n;
$$;
