-- What may become of a report and of its parts, held here whatever the program does.
alter table sheaf.reports
    add retries integer not null default 0 check (retries >= 0),
    add segments_kept boolean not null default false,
    add constraint parts_have_no_file
        check (parent_id is null or (filename is null and object_key is null and expires_at is null)),
    add constraint file_when_completed check (object_key is null or (state = 'completed' and expires_at is not null)),
    add constraint completed_knows_its_rows
        check (state <> 'completed' or (rows_written is not null and rows_expected is not null)),
    add constraint parts_are_not_retried check (parent_id is null or retries = 0);
comment on column sheaf.reports.retries is 'How often it was asked for again after it had failed.';
comment on column sheaf.reports.segments_kept is 'True if the last retry went on with the segments that were there.';

-- No two reports have one file, no two parts one segment.
create unique index reports_file on sheaf.reports (object_key) where object_key is not null;
create unique index parts_segment on sheaf.parts (segment_key) where segment_key is not null;
create index work_lease on sheaf.work (lease) where lease is not null;

create or replace function sheaf.check_state_change() returns trigger language plpgsql as $$
begin
    if new.state <> old.state
        and (old.state, new.state) not in
            (('pending', 'processing'), ('pending', 'failed'), ('processing', 'completed'), ('processing', 'failed'))
        and not ((old.state, new.state) = ('failed', 'pending') and new.parent_id is null)
    then
        raise exception 'A report cannot go from % to %.', old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end $$;

-- Only a report that is being built gets parts, and a part none of its own.
create function sheaf.check_new_part() returns trigger language plpgsql as $$
begin
    if not exists (select from sheaf.reports
                   where id = new.parent_id and parent_id is null and state = 'processing') then
        raise exception 'Report % is not being built in parts.', new.parent_id using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger new_part before insert on sheaf.reports
    for each row when (new.parent_id is not null) execute function sheaf.check_new_part();

-- Looked at when the transaction commits: an ended report leaves no part and no work behind, and a completed part
-- has its segment.
create function sheaf.check_end() returns trigger language plpgsql as $$
begin
    if exists (select from sheaf.reports where parent_id = new.id and state in ('pending', 'processing')) then
        raise exception 'Report % cannot end before its parts.', new.id using errcode = 'check_violation';
    end if;
    if exists (select from sheaf.work where report_id = new.id) then
        raise exception 'Report % cannot end while there is work on it.', new.id using errcode = 'check_violation';
    end if;
    if new.parent_id is not null and new.state = 'completed'
        and not exists (select from sheaf.parts where report_id = new.id and segment_key is not null)
        and exists (select from sheaf.reports where id = new.id) then
        raise exception 'Part % cannot be completed without a segment.', new.id using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger ends_whole after insert or update of state on sheaf.reports
    deferrable initially deferred
    for each row when (new.state in ('completed', 'failed')) execute function sheaf.check_end();

-- Work is for reports that have not ended.
create function sheaf.check_new_work() returns trigger language plpgsql as $$
begin
    if not exists (select from sheaf.reports where id = new.report_id and state in ('pending', 'processing')) then
        raise exception 'There is nothing left to do on report %.', new.report_id using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger new_work before insert on sheaf.work
    for each row execute function sheaf.check_new_work();
