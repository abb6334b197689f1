-- The language in which somebody reads the pages; null: what their browser asks for.
alter table sheaf.users add language text check (language ~ '^[a-z]{2}$');
