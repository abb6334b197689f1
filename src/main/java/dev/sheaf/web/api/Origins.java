package dev.sheaf.web.api;

import dev.sheaf.report.Origin;
import dev.sheaf.web.RequestId;
import jakarta.servlet.http.HttpServletRequest;

/// Where a request came from, for the audit.
public final class Origins {

    private Origins() {}

    public static Origin of(HttpServletRequest request) {
        return new Origin(request.getRemoteAddr(), RequestId.current());
    }
}
