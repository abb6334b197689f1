-- Text that breaks careless writers and readers of CSV, XML and Excel, one row a kind.

create temp table sample_nasty on commit drop as
select row_number() over () - 1 as n, kind, value
from (values
    ('comma', 'Socks, shoes, and hats'),
    ('semicolon', 'Socks; shoes; hats'),
    ('quote', 'The "best" shop, they say "always"'),
    ('apostrophe', '''quoted'' O''Neill''s'),
    ('line feed', E'First line\nsecond line'),
    ('carriage return', E'First line\rsecond line'),
    ('carriage return and line feed', E'First line\r\nsecond line\r\n'),
    ('tab', E'left\tright'),
    ('emoji', U&'Sale \+01F389 \+01F469\200D\+01F4BB \+01F44D\+01F3FD \+01F1E9\+01F1EA'),
    ('arabic', 'متجر الكتب العربية 20%'),
    ('hebrew', 'חנות הספרים, סניף תל אביב'),
    ('cjk', '東京の本屋 北京书店 서울 서점'),
    ('cjk outside the basic plane', U&'\+020BB7\91CE\5BB6 \+02A6D6'),
    ('combining marks', U&'Zoe\0308 and Zo\00EB, A\030Angstro\0308m'),
    ('leading equals', '=HYPERLINK("https://example.test","Click me")'),
    ('leading plus', '+49 30 1234567'),
    ('leading minus', '-20% on everything'),
    ('leading at', '@SUM(1+1)*cmd|'' /C calc''!A0'),
    ('leading tab', E'\t=1+1'),
    ('leading carriage return', E'\r=1+1'),
    ('full width equals', U&'\FF1D1+1'),
    ('control U+0001', U&'start\0001end'),
    ('control U+000B', U&'start\000Bend'),
    ('control U+001F', U&'start\001Fend'),
    ('control U+007F and U+0085', U&'start\007Fmid\0085end'),
    ('noncharacter U+FFFE', U&'start\FFFEend'),
    ('noncharacter U+FFFF', U&'start\FFFFend'),
    ('replacement character', U&'start\FFFDend'),
    ('byte order mark', U&'\FEFFfirst'),
    ('zero width and line separators', U&'zero\200Bwidth\2028line\2029paragraph'),
    ('direction override', U&'invoice\202Efdp.exe\202C'),
    ('escape literal', 'Part _x0041_ of _x000D_ and _x005F_'),
    ('markup', '<b>&amp;</b> <![CDATA[ ]]> &#0;'),
    ('copy null', '\N'),
    ('copy end', '\.'),
    ('backslash', 'C:\new\table\0 \\ \x41'),
    ('word null', 'NULL'),
    ('word true', 'TRUE'),
    ('like wildcards', '100%_off\%'),
    ('leading blanks', '   three before'),
    ('trailing blanks', 'three after   '),
    ('no-break space', U&'\00A0around\00A0'),
    ('only a blank', ' '),
    ('empty', ''),
    ('long digits', '12345678901234567890'),
    ('leading zeros', '00012345'),
    ('exponent', '3.05E+15'),
    ('looks like a date', '2026-01-02'),
    ('looks like a month', 'MARCH1')
) as kinds (kind, value);

-- An Excel cell takes 32,767 UTF-16 units: exactly that, one unit more by an emoji at the end, and far more.
create temp table sample_long on commit drop as
with digests as (select string_agg(pg_temp.digest(i, 901), '' order by i) as hex from generate_series(1, 2600) i)
select n, value
from digests, lateral (values
    (0, left(hex, 32767)),
    (1, (select string_agg(chr(19968 + pg_temp.roll(i, 902, 20000)), '' order by i) from generate_series(1, 32767) i)),
    (2, left(hex, 32766) || U&'\+01F600'),
    (3, left(regexp_replace(hex, '(.{61})', E'\\1,"\n', 'g'), 40000)),
    (4, left(regexp_replace(hex, '(.{31})', U&'\005C1\+01F600', 'g'), 40000)),
    (5, repeat('<&>"', 8191) || '<&>')
) as kinds (n, value);
