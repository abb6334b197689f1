-- The facets of a planned report, summed up at the moment of its rows; see the class FacetSums.
alter table sheaf.plans add facets jsonb not null default '[]';
