/// The two file formats: rows in PostgreSQL's COPY text form go in, the bytes of a CSV or Excel file come out.
///
/// Enter at [FileFormat]. A [SegmentWriter] turns a run of rows into a segment that stands for itself; an
/// [Assembly] hands out the few bytes around the segments, so that they can be made anywhere, in any order, and be
/// joined by concatenation alone:
///
///     open | segment | segment | … | nextSheet | segment | … | close
///
/// Plain Java without any library; nothing here knows about reports, databases or storage.
@NullMarked
package dev.sheaf.format;

import org.jspecify.annotations.NullMarked;
