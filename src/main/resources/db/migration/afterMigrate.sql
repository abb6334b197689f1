-- What the role that Sheaf runs as may do, which is not the one that owns the tables. Where both are one, this
-- changes nothing but the audit.
do $$
declare
    runtime text := '${runtime}';
begin
    if not exists (select from pg_roles where rolname = runtime) then
        return;
    end if;
    -- Nodes that start at once would otherwise change the same rows of the catalogue, which fails.
    perform pg_advisory_xact_lock(hashtext('sheaf.grants'));
    execute format('grant usage on schema sheaf, affiliate to %I', runtime);
    execute format('grant select, insert, update, delete on all tables in schema sheaf, affiliate to %I', runtime);
    execute format('grant usage on all sequences in schema sheaf, affiliate to %I', runtime);
    execute format('revoke update, delete, truncate on sheaf.audit, sheaf.administration from %I', runtime);
end $$;
