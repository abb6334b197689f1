-- What was asked for and what became of it.
create table sheaf.reports (
    id                    bigint generated always as identity primary key,
    parent_id             bigint references sheaf.reports on delete cascade,
    report_type           text        not null,
    requested_by          bigint      not null references sheaf.users,
    state                 text        not null default 'pending'
        check (state in ('pending', 'processing', 'completed', 'failed')),
    parameters            jsonb       not null,
    fingerprint           bytea       not null check (octet_length(fingerprint) = 32),
    scope_publishers      bigint[],
    scope_deal_publishers bigint[],
    filename              text,
    object_key            text,
    size_bytes            bigint check (size_bytes >= 0),
    rows_expected         bigint check (rows_expected >= 0),
    rows_written          bigint check (rows_written >= 0),
    total_parts           integer check (total_parts > 0),
    parts_ready           integer     not null default 0,
    plans                 integer     not null default 0,
    error_message         text,
    version               bigint      not null default 1,
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    started_at            timestamptz,
    completed_at          timestamptz,
    expires_at            timestamptz,

    constraint parts_are_flat check (parent_id is null or total_parts is null),
    constraint progress_within_plan check (parts_ready between 0 and coalesce(total_parts, 0)),
    constraint started_once_processing check (state = 'pending' or state = 'failed' or started_at is not null),
    constraint ended_when_terminal check ((state in ('completed', 'failed')) = (completed_at is not null)),
    constraint failure_is_explained check ((state = 'failed') = (error_message is not null)),
    constraint completed_is_complete check (state <> 'completed' or rows_written = rows_expected),
    constraint completed_has_a_file check (state <> 'completed' or parent_id is not null or size_bytes is not null),
    constraint all_parts_in check (state <> 'completed' or total_parts is null or parts_ready = total_parts)
);
comment on column sheaf.reports.parent_id is 'Set on a part of a larger report.';
comment on column sheaf.reports.scope_publishers is 'Whose rows the file may hold; null: everyone''s.';
comment on column sheaf.reports.scope_deal_publishers is 'Whose deals the file may show; null: everyone''s.';
comment on column sheaf.reports.object_key is 'Where the file lies; null before it is made and after it is gone.';
comment on column sheaf.reports.plans is 'How often the report was planned; a plan is lost with its snapshot.';

-- One live report for one question of one caller.
create unique index reports_one_live on sheaf.reports (requested_by, fingerprint)
    where parent_id is null and state in ('pending', 'processing');
create index reports_twins on sheaf.reports (requested_by, fingerprint, completed_at desc)
    where parent_id is null and state = 'completed';
create index reports_newest on sheaf.reports (id desc) where parent_id is null;
create index reports_requester on sheaf.reports (requested_by, id desc) where parent_id is null;
create index reports_parent on sheaf.reports (parent_id, id) where parent_id is not null;
create index reports_expiring on sheaf.reports (expires_at) where object_key is not null;

-- The state of a report changes along these arrows only.
create function sheaf.check_state_change() returns trigger language plpgsql as $$
begin
    if new.state <> old.state and (old.state, new.state) not in
        (('pending', 'processing'), ('pending', 'failed'), ('processing', 'completed'), ('processing', 'failed'))
    then
        raise exception 'A report cannot go from % to %.', old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger state_change before update of state on sheaf.reports
    for each row execute function sheaf.check_state_change();

-- How a large report is cut. A plan lives and dies with its snapshot.
create table sheaf.plans (
    report_id bigint primary key references sheaf.reports on delete cascade,
    snapshot  text      not null,
    widths    integer[] not null,
    sheets    integer   not null check (sheets > 0)
);

create table sheaf.parts (
    report_id    bigint primary key references sheaf.reports on delete cascade,
    parent_id    bigint  not null references sheaf.plans on delete cascade,
    number       integer not null check (number > 0),
    sheet        integer not null check (sheet > 0),
    first_row    bigint  not null check (first_row >= 0),
    rows         bigint  not null check (rows > 0),
    starts_at    text[]  not null,
    ends_before  text[],
    segment_key  text,
    raw_bytes    bigint,
    stored_bytes bigint,
    crc32        bigint,
    sha256       text,
    etag         text,
    altered      bigint[],
    unique (parent_id, number)
);
comment on column sheaf.parts.first_row is 'Place of the part''s first row in its sheet, from 0.';
comment on column sheaf.parts.starts_at is 'Sort key and primary key of the first row, as text; an element may be null.';
comment on column sheaf.parts.ends_before is 'The same of the next part''s first row; null on the last part.';

-- Waiting and running work, in the order of sheaf's own choosing.
create sequence sheaf.lease_tokens;
create table sheaf.work (
    id           bigint generated always as identity primary key,
    report_id    bigint      not null references sheaf.reports on delete cascade,
    kind         text        not null check (kind in ('whole', 'plan', 'part', 'assembly')),
    turn         text        not null,
    available_at timestamptz not null default now(),
    tries        integer     not null default 0,
    ticket       text,
    lease        bigint,
    constraint leased_by_a_ticket check ((ticket is null) = (lease is null)),
    unique (report_id, kind)
);
create index work_waiting on sheaf.work (kind, available_at, id) where ticket is null;
create unique index work_ticket on sheaf.work (ticket) where ticket is not null;
comment on column sheaf.work.turn is 'Whose turn it takes: a publisher, or a user of several.';
comment on column sheaf.work.lease is 'Fencing token of the worker that holds it.';

create table sheaf.turns (
    turn     text primary key,
    taken_at timestamptz not null
);

-- db-scheduler's table, as its documentation gives it.
create table sheaf.scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);
create index scheduled_tasks_due on sheaf.scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on sheaf.scheduled_tasks (last_heartbeat);
