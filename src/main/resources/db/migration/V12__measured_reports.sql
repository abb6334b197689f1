-- What the last reports of a type took, for estimates of the next.
create index reports_measured on sheaf.reports (report_type, completed_at desc)
    where parent_id is null and state = 'completed';
