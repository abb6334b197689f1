-- Rows of other databases, and reports that are read in one go.
create table sheaf.publisher_keys (
    source       text   not null,
    publisher_id bigint not null references affiliate.publishers on delete cascade,
    key          text   not null check (key <> ''),
    primary key (source, publisher_id),
    unique (source, key)
);
comment on table sheaf.publisher_keys is
    'What a publisher is called in a database that is not ours. No two share a key: each would see the other''s rows.';

alter table sheaf.plans add kind text not null default 'ranged' check (kind in ('ranged', 'streamed'));
alter table sheaf.plans alter snapshot drop not null;
alter table sheaf.plans add constraint parts_read_a_snapshot check ((kind = 'ranged') = (snapshot is not null));
comment on column sheaf.plans.kind is
    'ranged: each part reads its own range. streamed: one read is cut into parts as its rows come.';

alter table sheaf.parts alter starts_at drop not null;
comment on column sheaf.parts.starts_at is
    'Sort key and primary key of the first row, as text; an element may be null. Null in a streamed plan.';
