-- What proves a file, and keys under which a request counts once.
alter table sheaf.plans add as_of timestamptz;
comment on column sheaf.plans.as_of is 'The moment of the database that the parts read, by its own clock.';

alter table sheaf.parts add stored_crc32 bigint;
alter table sheaf.parts add constraint segment_is_proved
    check (num_nulls(segment_key, raw_bytes, stored_bytes, crc32, sha256, etag, altered, stored_crc32) in (0, 8))
    not valid;
comment on column sheaf.parts.crc32 is 'Of the bytes before compression.';
comment on column sheaf.parts.stored_crc32 is 'Of the bytes as stored.';

create table sheaf.manifests (
    report_id bigint primary key references sheaf.reports on delete cascade,
    manifest  json not null
);

create table sheaf.idempotency_keys (
    user_id    bigint      not null references sheaf.users on delete cascade,
    key        text        not null check (length(key) between 1 and 255),
    body_hash  bytea       not null check (octet_length(body_hash) = 32),
    report_id  bigint references sheaf.reports on delete cascade,
    created_at timestamptz not null,
    primary key (user_id, key)
);
create index idempotency_keys_report on sheaf.idempotency_keys (report_id);
create index idempotency_keys_age on sheaf.idempotency_keys (created_at);
comment on table sheaf.idempotency_keys is 'A caller''s key answers with one report for a day.';
