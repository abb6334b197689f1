-- Who did what to which reports. Rows are added and never changed, also not by whoever owns the table.
create table sheaf.audit (
    id         bigint generated always as identity primary key,
    at         timestamptz not null,
    user_id    bigint      not null,
    action     text        not null check (action in ('requested', 'cancelled', 'erased', 'retried', 'downloaded')),
    report_ids bigint[]    not null check (cardinality(report_ids) > 0),
    address    text        not null,
    request_id text        not null
);
create index audit_reports on sheaf.audit using gin (report_ids);
comment on column sheaf.audit.action is 'downloaded: an answer gave links to the files of these reports.';
comment on column sheaf.audit.user_id is 'No foreign key: what somebody did stays on record when they are gone.';

create function sheaf.refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    raise exception 'The audit is only ever added to.' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on sheaf.audit
    for each statement execute function sheaf.refuse_change_of_audit();
