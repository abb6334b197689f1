package dev.sheaf.access;

import java.time.ZoneId;

/// A person as they see themselves. `passwordVersion` counts the changes of their password.
public record Account(UserId id, String email, String name, boolean operator, ZoneId zone, int passwordVersion) {}
