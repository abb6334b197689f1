alter table sheaf.parts add sorted boolean not null default false;
comment on column sheaf.parts.sorted is
    'Whether the database may sort the rows of the part, rather than find them in order.';
