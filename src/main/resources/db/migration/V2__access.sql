-- Who calls, and what they may see. The schema sheaf is there already: the history of migrations is kept in it.
create table sheaf.users (
    id         bigint generated always as identity primary key,
    email      text        not null check (email = lower(email) and email like '%_@_%'),
    name       text        not null,
    operator   boolean     not null default false,
    created_at timestamptz not null default now(),
    unique (email)
);
comment on column sheaf.users.operator is 'A platform admin: sees every report and all rows.';

create table sheaf.memberships (
    user_id      bigint not null references sheaf.users on delete cascade,
    publisher_id bigint not null references affiliate.publishers on delete cascade,
    role         text   not null check (role in ('member', 'admin')),
    primary key (user_id, publisher_id)
);
create index memberships_publisher on sheaf.memberships (publisher_id, role);
comment on table sheaf.memberships is 'A user of one publisher has one row, an agency user several.';

create table sheaf.api_keys (
    id           bigint generated always as identity primary key,
    user_id      bigint      not null references sheaf.users on delete cascade,
    name         text        not null,
    hash         bytea       not null unique check (octet_length(hash) = 32),
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
create index api_keys_user on sheaf.api_keys (user_id);
comment on column sheaf.api_keys.hash is 'SHA-256 of the key. The key itself is shown once and stored nowhere.';
