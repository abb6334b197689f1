-- Segments of large files are written straight into the upload that becomes the file.
alter table sheaf.plans
    add file_key text,
    add upload_id text,
    add constraint upload_has_a_key check (num_nulls(file_key, upload_id) in (0, 2));
comment on column sheaf.plans.upload_id is 'The store''s name of the open upload that becomes file_key.';
create unique index plans_file on sheaf.plans (file_key) where file_key is not null;

alter table sheaf.parts
    add shares_taken integer not null default 0 check (shares_taken >= 0),
    add file_parts jsonb,
    drop constraint segment_is_proved,
    add constraint segment_is_proved
        check (num_nulls(raw_bytes, stored_bytes, crc32, sha256, altered, stored_crc32)
                   = case when num_nulls(segment_key, file_parts) = 2 then 6 else 0 end)
        not valid,
    add constraint segment_is_in_one_place
        check (num_nulls(segment_key, etag) in (0, 2) and num_nonnulls(segment_key, file_parts) <= 1) not valid;
comment on column sheaf.parts.shares_taken is
    'How many have begun to write into the upload under the numbers of this part: only the first may.';
comment on column sheaf.parts.file_parts is 'Number, length in bytes and ETag of each part of the upload.';

create or replace function sheaf.check_end() returns trigger language plpgsql as $$
begin
    if exists (select from sheaf.reports where parent_id = new.id and state in ('pending', 'processing')) then
        raise exception 'Report % cannot end before its parts.', new.id using errcode = 'check_violation';
    end if;
    if exists (select from sheaf.work where report_id = new.id) then
        raise exception 'Report % cannot end while there is work on it.', new.id using errcode = 'check_violation';
    end if;
    if new.parent_id is not null and new.state = 'completed'
        and not exists (select from sheaf.parts
                        where report_id = new.id and num_nonnulls(segment_key, file_parts) = 1)
        and exists (select from sheaf.reports where id = new.id) then
        raise exception 'Part % cannot be completed without a segment.', new.id using errcode = 'check_violation';
    end if;
    return null;
end $$;
