-- People who sign in to the pages.
alter table sheaf.users
    add column password_hash    text,
    add column password_version integer not null default 0,
    add column time_zone        text    check (time_zone <> '');
comment on column sheaf.users.password_hash is 'Argon2id, with its salt and costs; null: cannot sign in by password.';
comment on column sheaf.users.password_version is 'Counts changes of the password. Sessions of an earlier one are over.';

-- Attempts to sign in that were not followed by a good one, by address of mail and of network.
create table sheaf.sign_in_attempts (
    subject  text        primary key,
    attempts integer     not null check (attempts > 0),
    since    timestamptz not null
);

-- Links by which somebody sets their first password, once.
create table sheaf.invitations (
    hash       bytea       primary key check (octet_length(hash) = 32),
    user_id    bigint      not null references sheaf.users on delete cascade,
    expires_at timestamptz not null
);
comment on column sheaf.invitations.hash is 'SHA-256 of the secret in the link.';
