-- The first segment of a file is stored behind the file's head, so that the store copies both as one.
alter table sheaf.parts add head_crc32 bigint;
comment on column sheaf.parts.head_crc32 is
    'Of the file''s head where that stands in front of the segment: stored_crc32, sha256 and etag are then of both, '
    'the lengths of the segment alone.';
