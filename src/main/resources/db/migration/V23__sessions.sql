-- The tables of Spring Session, so that every node serves every session.
create table sheaf.spring_session (
    primary_id            char(36) primary key,
    session_id            char(36) not null unique,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval integer  not null,
    expiry_time           bigint   not null,
    principal_name        varchar(100)
);
create index spring_session_expiry on sheaf.spring_session (expiry_time);

create table sheaf.spring_session_attributes (
    session_primary_id char(36)     not null references sheaf.spring_session on delete cascade,
    attribute_name     varchar(200) not null,
    attribute_bytes    bytea        not null,
    primary key (session_primary_id, attribute_name)
);
