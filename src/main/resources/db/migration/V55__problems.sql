-- Why a report failed as the class Phrase has it, so that people read it in their language; error_message says the same
-- in English. Null of those that failed before.
alter table sheaf.reports add problem jsonb;
