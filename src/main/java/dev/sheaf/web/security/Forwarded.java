package dev.sheaf.web.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one proxy tells in `Forwarded` (RFC 7239) of how it was asked: by which address, over which scheme, for which
/// host. What is null it does not tell.
record Forwarded(
        @Nullable String address,
        @Nullable String scheme,
        @Nullable String host) {

    private static final Pattern PAIR = Pattern.compile("""
            [ \\t]*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)=(?:"((?:[^"\\\\]|\\\\.)*+)"|([!#$%&'*+.^_`|~0-9A-Za-z-]++))[ \\t]*+([,;]|$)""");

    /// An address may have a port, and in version 6 has brackets. Names that hide one, such as `_gateway`, do not fit.
    private static final Pattern NODE = Pattern.compile("(?:([0-9.]+)|\\[([0-9A-Fa-f:.]+)])(?::[0-9]{1,5})?");

    private static final Pattern PORT = Pattern.compile("(?:\\[.*]|[^:]*):([0-9]{1,5})");

    /// The port of the host; null if none is told, which means that of the scheme.
    @Nullable
    String port() {
        Matcher port = PORT.matcher(host == null ? "" : host);
        return port.matches() ? port.group(1) : null;
    }

    /// What the outermost of the proxies tells that are `ours`, of `header` as the innermost sent it. Those before it
    /// are told by whoever asked, who may tell anything. Empty where there is nothing, or something is wrong.
    static Optional<Forwarded> outermost(String header, Predicate<String> ours) {
        List<Forwarded> proxies = parse(header);
        Forwarded told = null;
        for (Forwarded proxy : proxies.reversed()) {
            told = proxy;
            if (proxy.address == null || !ours.test(proxy.address)) {
                break;
            }
        }
        return Optional.ofNullable(told);
    }

    /// None at all if any of it is malformed: what a quotation mark swallows must not change what the rest means.
    private static List<Forwarded> parse(String header) {
        var proxies = new ArrayList<Forwarded>();
        Map<String, String> pairs = new HashMap<>();
        Matcher pair = PAIR.matcher(header);
        int end = 0;
        while (end < header.length()) {
            if (!pair.find(end) || pair.start() != end) {
                return List.of();
            }
            String value = pair.group(2) == null ? pair.group(3) : pair.group(2).replaceAll("\\\\(.)", "$1");
            if (pairs.put(pair.group(1).toLowerCase(Locale.ROOT), value) != null) {
                return List.of();
            }
            end = pair.end();
            if (!pair.group(4).equals(";")) {
                proxies.add(of(pairs));
                pairs.clear();
            }
        }
        return pairs.isEmpty() ? proxies : List.of();
    }

    private static Forwarded of(Map<String, String> pairs) {
        Matcher node = NODE.matcher(pairs.getOrDefault("for", ""));
        String address = node.matches() ? Optional.ofNullable(node.group(1)).orElse(node.group(2)) : null;
        String scheme = pairs.getOrDefault("proto", "").toLowerCase(Locale.ROOT);
        return new Forwarded(
                address, scheme.equals("http") || scheme.equals("https") ? scheme : null, pairs.get("host"));
    }
}
