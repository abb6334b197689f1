-- What somebody must be to see the columns of a report beside its rows.
alter table sheaf.reports
    add column standing text not null default 'member' check (standing in ('member', 'admin', 'operator'));
comment on column sheaf.reports.standing is
    'The least that may have the file: admin of all publishers whose rows it holds, or operator; member: whoever sees the rows.';
