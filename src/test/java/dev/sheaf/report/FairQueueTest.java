package dev.sheaf.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.embedded.TestServers;
import dev.sheaf.embedded.TestServers.Database;
import dev.sheaf.testing.Api;
import dev.sheaf.testing.OwnServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// In which order work is taken. The server's own workers rest, and the test is all of them, so the order is all there
/// is to see: no clock has a say.
class FairQueueTest {

    private static final int LARGE = 50;
    private static final int PARTS_PER_TURN = 3;

    private static final String TYPE = """
            name: numbers
            display_name: Numbers
            format: csv
            filename: numbers
            from: public.numbers n
            key: n.id
            scope: everyone
            part_rows: 1000
            columns:
              id: {label: id, type: id, sql: n.id}
            filters:
              most: {type: integer, sql: "n.id <= :most"}
            sorts:
              id: {sql: n.id, sql_type: bigint}
            """;

    @TempDir
    private Path types = Path.of("target");

    private OwnServer server;
    private Queue queue;
    private ByHand work;
    private Api many;
    private Api few;

    @BeforeEach
    void start() throws Exception {
        Database database = TestServers.database();
        JdbcClient jdbc =
                JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        jdbc.sql("create table public.numbers (id bigint primary key)").update();
        jdbc.sql("insert into public.numbers select generate_series(1, 10000)").update();
        jdbc.sql("analyze public.numbers").update();
        Files.writeString(types.resolve("numbers.yaml"), TYPE);
        server = OwnServer.start(
                database,
                Map.of(
                        "sheaf.report-types",
                        types.toString(),
                        "sheaf.queue.enabled",
                        "false",
                        "sheaf.queue.parts-per-turn",
                        Integer.toString(PARTS_PER_TURN),
                        "sheaf.reports.in-flight",
                        "100"));
        queue = server.bean(Queue.class);
        work = new ByHand(server);
        many = server.people().member(publisher("many")).api().withItsOwnDescription();
        few = server.people().member(publisher("few")).api().withItsOwnDescription();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fiftyLargeReportsOfOnePublisherAreOneTurnBeforeThreeRowsOfAnother() {
        List<Long> large = IntStream.range(0, LARGE)
                .mapToObj(number -> ask(many, 10_000 - number))
                .toList();
        long small = ask(few, 3);
        assertThat(position(few, small)).isEqualTo(2);
        assertThat(position(many, large.getFirst())).isEqualTo(1);
        assertThat(position(many, large.getLast())).isEqualTo(LARGE + 1);

        assertThat(taken(WorkKind.WHOLE, 4)).containsExactly(large.get(0), small, large.get(1), large.get(2));
    }

    @Test
    void ofOnePublisherOnlySoManyPartsAreReadAtOnceAndTurnsAreTakenByPublisher() {
        long first = planned(many, 10_000);
        long second = planned(many, 9_999);
        long other = planned(few, 9_998);

        var reading = new ArrayList<Work>();
        Optional<Work> next = take(WorkKind.PART);
        while (next.isPresent()) {
            reading.add(next.get());
            next = take(WorkKind.PART);
        }

        // In turns, the oldest of each; then all have as many as they may, though parts of all three wait.
        assertThat(reading.stream().map(this::parent)).containsExactly(first, other, first, other, first, other);
        assertThat(waiting(second)).isEqualTo(10);
        assertThat(waiting(other)).isEqualTo(10 - PARTS_PER_TURN);

        handle(reading.getFirst());
        assertThat(take(WorkKind.PART).map(this::parent)).hasValue(first);
        assertThat(take(WorkKind.PART)).isEmpty();
    }

    @Test
    void whatIsBegunIsFinishedBeforeAnythingElseIsBegun() {
        long begun = planned(many, 1_500);
        long waits = ask(few, 3);
        take(WorkKind.PART).ifPresent(this::handle);
        take(WorkKind.PART).ifPresent(this::handle);

        Optional<Work> next = queue.take("any", List.of(WorkKind.values()));

        assertThat(next).map(Work::kind).hasValue(WorkKind.ASSEMBLY);
        assertThat(next).map(Work::report).hasValue(new ReportId(begun));
        assertThat(queue.take("other", List.of(WorkKind.values())).map(Work::report))
                .hasValue(new ReportId(waits));
    }

    private long publisher(String name) {
        return server.jdbc()
                .sql("insert into affiliate.publishers (name, slug) values (?, ?) returning id")
                .params(name, name)
                .query(Long.class)
                .single();
    }

    private static long ask(Api caller, int rows) {
        return caller.create("{\"report_type\": \"numbers\", \"search_params\": {\"most\": %d}}".formatted(rows))
                .export()
                .path("id")
                .asLong();
    }

    private static long position(Api caller, long report) {
        return caller.get(report).export().path("queue_position").asLong();
    }

    /// Asks for a report and does what comes before its parts.
    private long planned(Api caller, int rows) {
        long report = ask(caller, rows);
        work.plan(report);
        return report;
    }

    private List<Long> taken(WorkKind kind, int count) {
        return Stream.generate(() -> take(kind).orElseThrow().report().value())
                .limit(count)
                .toList();
    }

    private Optional<Work> take(WorkKind kind) {
        return work.take(kind);
    }

    private void handle(Work taken) {
        work.handle(taken);
    }

    private long parent(Work part) {
        return server.jdbc()
                .sql("select parent_id from sheaf.reports where id = ?")
                .param(part.report().value())
                .query(Long.class)
                .single();
    }

    private long waiting(long report) {
        return server.jdbc().sql("""
                select count(*) from sheaf.work w join sheaf.reports r on r.id = w.report_id
                where r.parent_id = ? and w.ticket is null
                """).param(report).query(Long.class).single();
    }
}
