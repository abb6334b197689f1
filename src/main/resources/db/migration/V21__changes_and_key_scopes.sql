-- Tells listeners of every change of a report, not of its parts: theirs show in the report's own row. Of the changes
-- within one second that leave the state as it is, the first alone is told, and listeners look once more after it.
create function sheaf.tell_change() returns trigger language plpgsql as $$
begin
    perform pg_notify('sheaf_reports', new.id::text);
    return null;
end $$;
create trigger report_asked_for after insert on sheaf.reports for each row
    when (new.parent_id is null) execute function sheaf.tell_change();
create trigger report_changed after update on sheaf.reports for each row
    when (new.parent_id is null and new.version <> old.version
          and (new.state <> old.state
               or date_trunc('second', new.updated_at) <> date_trunc('second', old.updated_at)))
    execute function sheaf.tell_change();

-- Keys from before could do whatever their user could.
alter table sheaf.api_keys
    add column scopes text[] not null default '{exports:read,exports:write,admin}'
        check (scopes <@ '{exports:read,exports:write,admin}' and cardinality(scopes) > 0);
comment on column sheaf.api_keys.scopes is 'What the key may be used for, of that which its user may.';
