package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One meaning has one canonical form, whichever of its many forms a caller sends.
class CanonicalFormTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final RowScope SCOPE = new RowScope(Publishers.only(List.of(1L, 2L)), Publishers.only(List.of(1L)));
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    private static final Catalogue CATALOGUE = new Catalogue(new CatalogueSettings(List.of()), CLOCK);
    private static final List<String> COUNTRIES = List.of("US", "DE", "NL", "GB", "JP");

    @Property(tries = 300)
    void formsOfOneMeaningAreOne(
            @ForAll @Size(max = 6) List<@LongRange(min = 1, max = Long.MAX_VALUE) Long> networks,
            @ForAll @Size(max = 4) List<@LongRange(min = 0, max = 4) Long> countries,
            @ForAll @BigRange(min = "-1000000", max = "1000000") @Scale(20) BigDecimal commission,
            @ForAll boolean deals,
            @ForAll Random one,
            @ForAll Random other) {
        ReportRequest first = check(form(networks, countries, commission, deals, one));
        ReportRequest second = check(form(networks, countries, commission, deals, other));

        assertThat(second.parameters().toString()).isEqualTo(first.parameters().toString());
        assertThat(second.values()).isEqualTo(first.values());
        assertThat(second.scope()).isEqualTo(first.scope());
        JsonNode search = first.parameters().path("search_params");
        assertThat(search.path("network_id").valueStream().map(JsonNode::asLong))
                .containsExactlyElementsOf(networks.stream().distinct().sorted().toList());
        assertThat(search.path("min_commission").decimalValue()).isEqualByComparingTo(commission);
    }

    /// What is stored must be read back as what was asked for, also by a later version of the server.
    @Property(tries = 300)
    void theCanonicalFormIsItsOwn(
            @ForAll @Size(max = 6) List<@LongRange(min = 1, max = Long.MAX_VALUE) Long> networks,
            @ForAll @BigRange(min = "-1000000", max = "1000000") @Scale(20) BigDecimal commission,
            @ForAll boolean deals,
            @ForAll Random random) {
        ReportRequest asked = check(form(networks, List.of(), commission, deals, random));
        ObjectNode stored = EXACT.readValue(asked.parameters().toString(), ObjectNode.class);
        ReportRequest reopened = CATALOGUE.reopen("advertisers_csv", stored, asked.scope(), asked.standing());
        assertThat(reopened).isEqualTo(asked);
    }

    /// Text with commas is bounded by its characters, which is more values than an array may have; and a text may be
    /// longer in canonical form than it may be as it is sent.
    @Test
    void whatIsLongerThanCallersMayWriteItIsReadBack() {
        String many = IntStream.rangeClosed(1, 2000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        ReportRequest asked = check(JSON.objectNode()
                .put("report_type", "advertisers_csv")
                .set("search_params", JSON.objectNode().put("network_id", many).put("search", "\u0958".repeat(600))));
        assertThat(asked.values().get("network_id")).hasSize(2000);
        assertThat(asked.values().get("search")).containsExactly("\u0915\u093c".repeat(600));

        ObjectNode stored = EXACT.readValue(asked.parameters().toString(), ObjectNode.class);
        assertThat(CATALOGUE.reopen("advertisers_csv", stored, asked.scope(), asked.standing()))
                .isEqualTo(asked);
    }

    @Property(tries = 300)
    void anotherCommissionIsAnotherMeaning(
            @ForAll @BigRange(min = "0", max = "100") @Scale(20) BigDecimal one,
            @ForAll @BigRange(min = "0", max = "100") @Scale(20) BigDecimal other) {
        boolean same = one.compareTo(other) == 0;
        ReportRequest first = check(form(List.of(), List.of(), one, true, new Random(1)));
        ReportRequest second = check(form(List.of(), List.of(), other, true, new Random(2)));
        assertThat(first.parameters().toString().equals(second.parameters().toString()))
                .isEqualTo(same);
    }

    private static ReportRequest check(ObjectNode body) {
        // As over the wire: what is told apart by its class alone is the same.
        ObjectNode sent = EXACT.readValue(body.toString(), ObjectNode.class);
        return switch (CATALOGUE.check(sent, SCOPE, Standing.MEMBER)) {
            case Checked.Valid valid -> valid.request();
            case Checked.Invalid invalid -> throw new AssertionError(body + ": " + invalid.violations());
        };
    }

    private static ObjectNode form(
            List<Long> networks, List<Long> countries, BigDecimal commission, boolean deals, Random random) {
        Map<String, JsonNode> search = new LinkedHashMap<>();
        search.put(
                "network_id",
                list(
                        networks.stream()
                                .map(id -> number(BigDecimal.valueOf(id), random))
                                .toList(),
                        random));
        search.put(
                "country",
                list(
                        countries.stream()
                                .map(place -> country(place.intValue(), random))
                                .toList(),
                        random));
        search.put("min_commission", number(commission, random));
        search.put("has_deals", random.nextBoolean() ? JSON.booleanNode(deals) : JSON.stringNode("" + deals));
        search.put("search", absent(random));
        Map<String, JsonNode> index = new LinkedHashMap<>();
        index.put("sort_by", random.nextBoolean() ? JSON.stringNode("name") : absent(random));
        index.put("columns", absent(random));
        Map<String, JsonNode> options = new LinkedHashMap<>();
        options.put("bom", random.nextBoolean() ? JSON.booleanNode(false) : JSON.nullNode());
        options.put("time_zone", random.nextBoolean() ? JSON.stringNode("UTC") : absent(random));
        Map<String, JsonNode> body = new LinkedHashMap<>();
        body.put("report_type", JSON.stringNode("advertisers_csv"));
        body.put("search_params", shuffled(search, random));
        body.put("index_params", shuffled(index, random));
        body.put("options", shuffled(options, random));
        return shuffled(body, random);
    }

    private static ObjectNode shuffled(Map<String, JsonNode> fields, Random random) {
        List<String> names = new ArrayList<>(fields.keySet());
        Collections.shuffle(names, random);
        ObjectNode object = JSON.objectNode();
        names.forEach(name -> object.set(name, fields.get(name)));
        return object;
    }

    /// In any order, some twice, as an array or as one text.
    private static JsonNode list(List<JsonNode> elements, Random random) {
        List<JsonNode> all = new ArrayList<>(elements);
        elements.stream().filter(_ -> random.nextBoolean()).forEach(all::add);
        Collections.shuffle(all, random);
        return random.nextBoolean()
                ? JSON.arrayNode().addAll(all)
                : JSON.stringNode(all.stream().map(JsonNode::asString).collect(Collectors.joining(", ")));
    }

    private static JsonNode number(BigDecimal value, Random random) {
        BigDecimal same = random.nextBoolean() ? value : value.setScale(value.scale() + random.nextInt(3));
        return random.nextBoolean() ? JSON.numberNode(same) : JSON.stringNode(same.toPlainString());
    }

    private static JsonNode country(int place, Random random) {
        String code = COUNTRIES.get(place);
        return JSON.stringNode(random.nextBoolean() ? code : code.toLowerCase(Locale.ROOT));
    }

    private static JsonNode absent(Random random) {
        return random.nextBoolean() ? JSON.stringNode("") : JSON.nullNode();
    }
}
