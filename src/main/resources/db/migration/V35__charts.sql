-- How the rows of a finished report spread over its facets, for its page; see the class Charts.
alter table sheaf.manifests add charts jsonb not null default '[]';
