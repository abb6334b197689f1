-- Lists by state or type cost the same on every page, however many reports there are.
create index reports_state on sheaf.reports (state, id desc) where parent_id is null;
create index reports_type on sheaf.reports (report_type, id desc) where parent_id is null;
create index reports_requester_state on sheaf.reports (requested_by, state, id desc) where parent_id is null;
create index reports_requester_type on sheaf.reports (requested_by, report_type, id desc) where parent_id is null;
