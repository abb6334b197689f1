-- Who holds the snapshot of a plan: as long as one of them lives, its parts can be read.
create table sheaf.holders (
    report_id bigint      not null references sheaf.plans on delete cascade,
    node      text        not null,
    snapshot  text        not null,
    seen_at   timestamptz not null default clock_timestamp(),
    primary key (report_id, node)
);
comment on table sheaf.holders is 'Nodes that hold the snapshot of a plan, each under a name of its own.';
comment on column sheaf.holders.seen_at is 'When its node last found the snapshot alive, by the clock of the database.';
insert into sheaf.holders (report_id, node, snapshot)
select report_id, 'before this version', snapshot from sheaf.plans where snapshot is not null;

alter table sheaf.work add lost integer not null default 0 check (lost >= 0);
comment on column sheaf.work.tries is 'How often it was taken by somebody who then gave it back, and the present time.';
comment on column sheaf.work.lost is 'How often its worker was lost.';
create index work_turn_running on sheaf.work (turn) where kind = 'part' and ticket is not null;
