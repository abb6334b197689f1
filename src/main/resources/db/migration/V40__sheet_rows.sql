-- How many rows a sheet of the file takes, where a sheet with as many as Excel allows has outgrown the file; see
-- Builds.planSmallerSheets.
alter table sheaf.reports add sheet_rows bigint check (sheet_rows > 0);
