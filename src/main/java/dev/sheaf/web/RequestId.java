package dev.sheaf.web;

import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The id of the request that this thread serves: in the answer's `X-Request-Id`, in error bodies, in every log
/// line.
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    private static final String MDC_KEY = "request_id";
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestId() {}

    /// Begins a request: the caller's own id if it is safe to print, else a new one.
    public static String begin(@Nullable String given) {
        String id = given != null && SAFE.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        MDC.put(MDC_KEY, id);
        return id;
    }

    public static void end() {
        MDC.remove(MDC_KEY);
    }

    public static String current() {
        return Objects.requireNonNullElse(MDC.get(MDC_KEY), "none");
    }
}
