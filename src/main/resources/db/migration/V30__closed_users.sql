-- Whoever was closed must not come in again because somebody else vouches for their address.
alter table sheaf.users add column closed_at timestamptz;
comment on column sheaf.users.closed_at is 'Since then they are let in by nothing; their name stays on their reports.';

-- Closing alone takes a password away.
update sheaf.users set closed_at = now() where password_hash is null and password_version > 0;
