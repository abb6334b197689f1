package dev.sheaf.storage;

/// An address from which anybody can fetch one object for a while. It is a secret: log neither it nor its parts.
///
/// @param expiresInSeconds the real lifetime, which may be shorter than was asked for
public record Link(String url, long expiresInSeconds) {

    /// Without the signature.
    @Override
    public String toString() {
        return "Link[" + url.substring(0, url.indexOf('?')) + ", expiresInSeconds=" + expiresInSeconds + "]";
    }
}
