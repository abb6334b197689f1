package dev.sheaf.report;

import dev.sheaf.catalogue.Facet;
import dev.sheaf.rows.Summary;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The facets of a plan, kept beside it until the file is made.
@Component
public class FacetSums {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    FacetSums(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    private record Stored(
            String facet,
            List<String> groups,
            Summary.@Nullable Others others,
            String totals,
            long rows,
            @Nullable List<String> currencies) {}

    void store(ReportId report, List<Summary> summaries) {
        if (summaries.isEmpty()) {
            return;
        }
        List<Stored> stored = summaries.stream()
                .map(summary -> new Stored(
                        summary.facet().name(),
                        summary.groups(),
                        summary.others(),
                        summary.totals(),
                        summary.rows(),
                        summary.currencies()))
                .toList();
        jdbc.sql("update sheaf.plans set facets = :facets::jsonb where report_id = :report")
                .param("facets", json.writeValueAsString(stored))
                .param("report", report.value())
                .update();
    }

    /// In the order of `facets`, which are those that the report was asked for with.
    public List<Summary> of(ReportId report, List<Facet> facets) {
        if (facets.isEmpty()) {
            return List.of();
        }
        JsonNode stored = json.readTree(jdbc.sql("select facets from sheaf.plans where report_id = :report")
                .param("report", report.value())
                .query(String.class)
                .single());
        return facets.stream().map(facet -> read(facet, stored)).toList();
    }

    private Summary read(Facet facet, JsonNode stored) {
        return StreamSupport.stream(stored.spliterator(), false)
                .map(one -> json.treeToValue(one, Stored.class))
                .filter(one -> one.facet.equals(facet.name()))
                .findAny()
                .map(one -> new Summary(
                        facet,
                        one.groups,
                        one.others,
                        one.totals,
                        one.rows,
                        Objects.requireNonNullElse(one.currencies, List.of(""))))
                .orElseThrow(() -> new IllegalStateException("The facet " + facet.name() + " was not summed up"));
    }
}
