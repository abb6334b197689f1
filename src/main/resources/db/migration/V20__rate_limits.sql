-- How many requests of this hour the nodes have drawn for each user. May pass the limit: the last draws get less.
create table sheaf.request_counts (
    user_id bigint      primary key references sheaf.users on delete cascade,
    hour    timestamptz not null,
    drawn   integer     not null check (drawn > 0)
);

-- Where a publisher has its own limits. Otherwise: 10,000 requests an hour for each user, 1,000 in a house publisher.
create table sheaf.publisher_limits (
    publisher_id      bigint  primary key references affiliate.publishers on delete cascade,
    requests_per_hour integer not null check (requests_per_hour between 1 and 100000000)
);
