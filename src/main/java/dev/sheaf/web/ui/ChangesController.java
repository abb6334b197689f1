package dev.sheaf.web.ui;

import dev.sheaf.access.Caller;
import dev.sheaf.access.UserId;
import dev.sheaf.report.Changes;
import dev.sheaf.report.ListFilter;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.web.security.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// `/reports/events`: the one stream of a page. It says only that something which its reader sees has changed; the page
/// then fetches what it shows.
@Controller
class ChangesController {

    private static final Logger LOG = LoggerFactory.getLogger(ChangesController.class);
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int SHOWN = 25;
    private static final int MOST_STREAMS = 20;

    private final Reports reports;
    private final Changes changes;
    private final Map<UserId, Integer> open = new ConcurrentHashMap<>();

    ChangesController(Reports reports, Changes changes) {
        this.reports = reports;
        this.changes = changes;
    }

    @GetMapping(path = "/reports/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(SignedIn signedIn, @RequestParam @Nullable String report, HttpServletResponse response)
            throws IOException, InterruptedException {
        UserId user = signedIn.getPrincipal().id();
        int streams = open.merge(user, 1, Integer::sum);
        try (Changes.Watch watch = changes.watchAll()) {
            if (streams > MOST_STREAMS) {
                // A browser does not come again after that, and the page polls instead.
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            stream(signedIn, report, watch, response);
        } catch (IOException e) {
            LOG.debug("The reader of the changes is gone", e);
        } finally {
            open.compute(user, (_, count) -> count == null || count == 1 ? null : count - 1);
        }
    }

    /// Begins with an event, so that whoever was away for a moment looks again.
    private void stream(SignedIn reader, @Nullable String report, Changes.Watch watch, HttpServletResponse response)
            throws IOException, InterruptedException {
        String sent = "";
        while (changes.isRunning()) {
            Optional<String> seen = reader.again().map(caller -> seen(caller, report));
            if (seen.isEmpty()) {
                return;
            }
            if (!seen.get().equals(sent)) {
                sent = seen.get();
                send(response, "event: changed\ndata: \n\n");
                Thread.sleep(BETWEEN_EVENTS);
            }
            if (!watch.await(HEARTBEAT)) {
                send(response, ":\n\n");
            }
        }
    }

    private String seen(Caller caller, @Nullable String report) {
        var visible = reports.visibleTo(caller.reports());
        List<VisibleReport> shown = report == null
                ? visible.newest(ListFilter.ALL, SHOWN)
                : ReportId.parse(report).flatMap(visible::find).stream().toList();
        return shown.stream()
                .map(each -> each.report().id() + ":" + each.report().version() + ":" + each.withinScope())
                .collect(Collectors.joining(",", "seen ", ""));
    }

    private static void send(HttpServletResponse response, String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
