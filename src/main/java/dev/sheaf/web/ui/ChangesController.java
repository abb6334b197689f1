package dev.sheaf.web.ui;

import dev.sheaf.access.UserId;
import dev.sheaf.report.Changes;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.report.VisibleReports;
import dev.sheaf.web.security.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// `/reports/events`: the one stream of a page, for one report or, with the parameters of the list, for what the list
/// shows. It says only that something there has changed; the page then fetches what it shows.
@Controller
class ChangesController {

    private static final Logger LOG = LoggerFactory.getLogger(ChangesController.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int MOST_STREAMS = 20;

    private final Reports reports;
    private final Changes changes;
    private final Map<UserId, Integer> open = new ConcurrentHashMap<>();

    ChangesController(Reports reports, Changes changes) {
        this.reports = reports;
        this.changes = changes;
    }

    @GetMapping(path = "/reports/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(SignedIn signedIn, @RequestParam @Nullable String report, ListState list, HttpServletResponse response)
            throws IOException, InterruptedException {
        Optional<ReportId> one = Optional.ofNullable(report).flatMap(ReportId::parse);
        UserId user = signedIn.getPrincipal().id();
        int streams = open.merge(user, 1, Integer::sum);
        try (Changes.Watch watch = one.map(changes::watch).orElseGet(changes::watchAll)) {
            if (streams > MOST_STREAMS) {
                // A browser does not come again after that, and the page polls instead.
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            stream(signedIn, visible -> shown(visible, one, list), watch, response);
        } catch (IOException e) {
            LOG.debug("The reader of the changes is gone", e);
        } finally {
            open.compute(user, (_, count) -> count == null || count == 1 ? null : count - 1);
        }
    }

    private static List<VisibleReport> shown(VisibleReports visible, Optional<ReportId> one, ListState list) {
        return one.isPresent()
                ? one.flatMap(visible::find).stream().toList()
                : visible.newest(list.filter(), ReportsController.PAGE + 1);
    }

    /// Begins with an event, so that whoever was away for a moment looks again. Pauses after each look, also one that
    /// shows nothing new, for where many reports change the next notice is there already.
    private void stream(
            SignedIn reader,
            Function<VisibleReports, List<VisibleReport>> shown,
            Changes.Watch watch,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        String sent = "";
        long last = System.nanoTime();
        while (changes.isRunning()) {
            Optional<String> seen =
                    reader.again().map(caller -> seen(shown.apply(reports.visibleTo(caller.reports()))));
            if (seen.isEmpty()) {
                return;
            }
            if (!seen.get().equals(sent)) {
                sent = seen.get();
                send(response, "event: changed\ndata: \n\n");
                last = System.nanoTime();
            } else if (System.nanoTime() - last >= HEARTBEAT.toNanos()) {
                // Where only others' reports change, too: a reader who is gone is noticed by nothing else.
                send(response, ":\n\n");
                last = System.nanoTime();
            }
            Thread.sleep(BETWEEN_LOOKS);
            boolean _ = watch.await(HEARTBEAT);
        }
    }

    private static String seen(List<VisibleReport> shown) {
        return shown.stream()
                .map(each -> each.report().id() + ":" + each.report().version() + ":" + each.withinScope())
                .collect(Collectors.joining(",", "seen ", ""));
    }

    private static void send(HttpServletResponse response, String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
