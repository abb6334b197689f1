/// Objects in one bucket: written as streams, joined out of pieces on the server's side, handed out by signed
/// links.
///
/// Enter at `Bucket`. Works with any server that speaks the S3 protocol; what a server must be spared is in
/// `S3Settings`. The AWS SDK is used here and nowhere else, and none of its types leave the package.
///
/// ```
/// upload -> object -+
/// upload -> object -+- assemble (copies; what is too short passes through) -> object -> link
/// bytes ------------+
/// ```
@NullMarked
package dev.sheaf.storage;

import org.jspecify.annotations.NullMarked;
