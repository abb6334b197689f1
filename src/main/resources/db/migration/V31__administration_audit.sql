-- What was changed at the console. Rows are added and never changed.
create table sheaf.administration (
    id      bigint generated always as identity primary key,
    at      timestamptz not null,
    by      text        not null check (by <> ''),
    command text        not null check (command <> ''),
    outcome jsonb       not null
);
comment on column sheaf.administration.by is 'The account of the operating system that ran the command, and its machine.';
comment on column sheaf.administration.command is 'As it was called, without settings.';
comment on column sheaf.administration.outcome is 'What the command said it did, without the secret that it showed.';
create trigger append_only before update or delete or truncate on sheaf.administration
    for each statement execute function sheaf.refuse_change_of_audit();
