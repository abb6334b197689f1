-- Chance without randomness: everything below is an integer function of a row number and a seed, so that the same
-- parameters give the same rows on any machine. No random(), no floating point, no clock, no locale.
-- Parameters, set for the transaction: sheaf.sample_clicks (a count) and sheaf.sample_today (a date; the data end the day before).

set local timezone = 'UTC';
set local statement_timeout = 0;
set local jit = off;
set local work_mem = '64MB';
set local maintenance_work_mem = '256MB';

-- A number from 0 to sides - 1.
create function pg_temp.roll(i bigint, seed bigint, sides bigint) returns integer
    language sql immutable parallel safe
    return ((hashint8extended(i, seed) & 0x7fffffffffffffff) % sides)::integer;

-- One of the options, each as likely as the others.
create function pg_temp.pick(options text[], i bigint, seed bigint) returns text
    language sql immutable parallel safe
    return options[1 + ((hashint8extended(i, seed) & 0x7fffffffffffffff) % cardinality(options))::integer];

-- Sixteen hex digits, which no compressor can shorten below eight bytes.
create function pg_temp.digest(i bigint, seed bigint) returns text
    language sql immutable parallel safe
    return lpad(to_hex(hashint8extended(i, seed)), 16, '0');

-- The first day is day 0, the last one day 179.
create function pg_temp.day(d bigint) returns timestamptz
    language sql stable parallel safe
    return (current_setting('sheaf.sample_today')::date - 180 + d::integer)::timestamptz;
