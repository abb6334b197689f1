-- Which installation this database belongs to. The bucket of its files is marked with the same id.
create table sheaf.installation (
    id       uuid    not null default gen_random_uuid(),
    only_one boolean primary key default true check (only_one)
);
insert into sheaf.installation default values;
