package dev.sheaf.web.api;

import dev.sheaf.access.Caller;
import dev.sheaf.access.UserId;
import dev.sheaf.report.Changes;
import dev.sheaf.report.Report;
import dev.sheaf.report.ReportId;
import dev.sheaf.report.Reports;
import dev.sheaf.report.VisibleReport;
import dev.sheaf.web.ErrorCode;
import dev.sheaf.web.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/exports/{id}/events`: the report as it changes, until it has ended.
///
/// Each stream is a virtual thread that waits. Before every event the caller is looked up anew, and the report under
/// what they may see at that moment: who loses access loses the stream.
@RestController
@EnableConfigurationProperties(EventSettings.class)
class EventsController {

    private static final Logger LOG = LoggerFactory.getLogger(EventsController.class);
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);
    private static final String SLOT_FREE_AFTER = "5";

    private final Reports reports;
    private final Changes changes;
    private final Summaries summaries;
    private final MintedLinks minted;
    private final JsonMapper json;
    private final EventSettings settings;
    private final Map<UserId, Integer> open = new ConcurrentHashMap<>();

    EventsController(
            Reports reports,
            Changes changes,
            Summaries summaries,
            MintedLinks minted,
            JsonMapper json,
            EventSettings settings) {
        this.reports = reports;
        this.changes = changes;
        this.summaries = summaries;
        this.minted = minted;
        this.json = json;
        this.settings = settings;
    }

    @GetMapping(path = "/api/v1/exports/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void events(
            SignedIn caller,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEvent,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Report report = ReportId.parse(id)
                .flatMap(number -> find(Optional.of(caller.getPrincipal()), number))
                .orElseThrow(() ->
                        new ApiException(ErrorCode.NOT_FOUND, "There is no such report, or it is not yours to see."))
                .report();
        long seen = version(lastEvent);
        if (!report.inFlight() && report.version() <= seen) {
            // This alone keeps a browser from connecting again and again.
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return;
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader("X-Accel-Buffering", "no");
        if (!request.getMethod().equals("GET")) {
            return;
        }
        UserId user = caller.getPrincipal().id();
        enter(user, response);
        // The changes of a part show in its parent's row.
        try (Changes.Watch watch = changes.watch(report.parent() == null ? report.id() : report.parent())) {
            stream(caller, report.id(), seen, watch, response);
        } catch (IOException e) {
            LOG.debug("The reader of the events of report {} is gone", report.id(), e);
        } finally {
            open.compute(user, (_, streams) -> streams == null || streams == 1 ? null : streams - 1);
        }
    }

    private void enter(UserId user, HttpServletResponse response) {
        int streams = open.merge(user, 1, Integer::sum);
        if (streams > settings.streams()) {
            open.merge(user, -1, Integer::sum);
            response.setHeader("Retry-After", SLOT_FREE_AFTER);
            throw new ApiException(
                    ErrorCode.TOO_MANY_STREAMS,
                    "You have %d streams of events open, which is as many as you may. Close one first."
                            .formatted(settings.streams()));
        }
    }

    private void stream(SignedIn caller, ReportId id, long seen, Changes.Watch watch, HttpServletResponse response)
            throws IOException, InterruptedException {
        send(response, "retry: 2000\n\n");
        long sent = seen;
        while (changes.isRunning()) {
            Optional<VisibleReport> now = find(caller.again(), id);
            if (now.isEmpty()) {
                return;
            }
            Report report = now.get().report();
            if (report.version() > sent) {
                sent = report.version();
                String summary = json.writeValueAsString(summaries.of(now.get()));
                minted.record();
                send(response, "id: %d\ndata: %s\n\n".formatted(sent, summary));
                if (report.inFlight()) {
                    Thread.sleep(BETWEEN_EVENTS);
                }
            } else if (report.inFlight() && !watch.await(settings.heartbeat())) {
                send(response, ":\n\n");
            }
            if (!report.inFlight()) {
                return;
            }
        }
    }

    private Optional<VisibleReport> find(Optional<Caller> caller, ReportId id) {
        return caller.flatMap(known -> reports.visibleTo(known.reports()).find(id));
    }

    private static void send(HttpServletResponse response, String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }

    /// What no event of ours had as its id counts for nothing.
    private static long version(@Nullable String lastEvent) {
        return lastEvent != null && lastEvent.matches("[0-9]{1,18}") ? Long.parseLong(lastEvent) : 0;
    }
}
