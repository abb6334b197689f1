package dev.sheaf.report;

import org.jspecify.annotations.Nullable;

/// What a part that begins to write must know to take its share of the file's upload.
///
/// @param parts how many the report has
/// @param first whether nobody has taken this share before: whoever else has may still be writing
/// @param upload null if nobody has begun it yet
public record UploadShare(
        int parts, boolean first, @Nullable FileUpload upload) {}
