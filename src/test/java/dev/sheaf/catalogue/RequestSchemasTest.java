package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.sheaf.access.Publishers;
import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A stock validator and the server say the same of whatever is sent.
class RequestSchemasTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectMapper STOCK_JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final JsonSchemaFactory STOCK = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    private static final List<String> OBJECTS = List.of("search_params", "index_params", "options");

    private static final List<Caller> CALLERS = List.of(
            new Caller(RowScope.EVERYTHING, Standing.OPERATOR),
            new Caller(new RowScope(Publishers.only(List.of(2L, 31L)), Publishers.all()), Standing.ADMIN),
            new Caller(new RowScope(Publishers.only(List.of()), Publishers.all()), Standing.MEMBER));

    /// Values as JSON, each of which some property takes and others do not.
    /// Values as JSON, each of which some property takes and others do not.
    private final List<String> values;

    record Caller(RowScope scope, Standing standing) {}

    private final List<TypeDescription> described = new ArrayList<>();
    private final List<Caller> describedFor = new ArrayList<>();
    private final Map<ObjectNode, JsonSchema> schemas = new HashMap<>();

    RequestSchemasTest() throws IOException {
        values = new ClassPathResource("catalogue/values.txt")
                .getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .toList();
        var types = new ArrayList<>(ReportTypes.load(List.of()).all());
        types.add(TypeFile.read(new ClassPathResource("catalogue/every-kind.yaml")));
        for (ReportType type : types) {
            for (Caller caller : CALLERS) {
                described.add(TypeDescription.of(type, caller.scope(), caller.standing()));
                describedFor.add(caller);
            }
        }
    }

    @Test
    void everySchemaIsOne() {
        JsonSchema rule = STOCK.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (TypeDescription type : described) {
            for (String object : OBJECTS) {
                assertThat(rule.validate(stock(schema(type, object).toString())))
                        .as("%s of %s", object, type.type().name())
                        .isEmpty();
            }
        }
    }

    /// Each value in each place, alone.
    @Test
    void everyValueInEveryPlace() {
        int accepted = 0;
        for (int i = 0; i < described.size(); i++) {
            for (String object : OBJECTS) {
                for (String name :
                        schema(described.get(i), object).path("properties").propertyNames()) {
                    for (String value : values) {
                        accepted += agree(i, object, Map.of(name, value)) ? 1 : 0;
                    }
                }
            }
        }
        assertThat(accepted).isGreaterThan(1000);
    }

    @Property(tries = 4000, shrinking = ShrinkingMode.OFF)
    void manyAtOnce(@ForAll Random random) {
        int type = random.nextInt(described.size());
        String object = OBJECTS.get(random.nextInt(OBJECTS.size()));
        List<String> names = new ArrayList<>(
                schema(described.get(type), object).path("properties").propertyNames());
        Collections.shuffle(names, random);
        names.add(0, "nothing");
        var chosen = new HashMap<String, String>();
        for (String name : names.subList(random.nextInt(8) == 0 ? 0 : 1, names.size())) {
            if (chosen.size() < 4) {
                chosen.put(name, value(random));
            }
        }
        agree(type, object, chosen);
    }

    private String value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.toString(random.nextInt(-40, 400) / (random.nextBoolean() ? 1.0 : 8.0));
            case 1 -> "\"" + random.nextInt(-40, 400) + (random.nextBoolean() ? "" : ".50") + "\"";
            case 2 ->
                random.ints(random.nextInt(8) == 0 ? random.nextInt(990, 1010) : random.nextInt(5), 1, 40)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]"));
            case 3 -> "\"" + "€".repeat(random.nextInt(990, 1010)) + "\"";
            case 4 -> "\"" + "2 ,".repeat(random.nextInt(3320, 3350)) + "\"";
            default -> values.get(random.nextInt(values.size()));
        };
    }

    /// Whether both accept it; they must not differ.
    private boolean agree(int at, String object, Map<String, String> properties) {
        TypeDescription type = described.get(at);
        Caller caller = describedFor.get(at);
        String json = properties.entrySet().stream()
                .map(property -> "\"" + property.getKey() + "\": " + property.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
        boolean valid = schemas.computeIfAbsent(schema(type, object), schema -> STOCK.getSchema(schema.toString()))
                .validate(stock(json))
                .isEmpty();
        List<Violation> violations = violations(type.type(), caller, object, json);
        assertThat(valid)
                .as(
                        "%s of %s for %s: %s; the server says %s",
                        object, type.type().name(), caller, json, violations)
                .isEqualTo(violations.isEmpty());
        return valid;
    }

    /// Those of one object, ranges left out: they bind two properties together, which no schema can say.
    private static List<Violation> violations(ReportType type, Caller caller, String object, String json) {
        ObjectNode body = JSON.createObjectNode();
        body.set(object, JSON.readTree(json));
        var violations = new Violations();
        new RequestCheck(type, caller.scope(), caller.standing(), false, CLOCK, violations).check(body);
        return violations.all().stream()
                .filter(violation -> violation.path().startsWith(object))
                .filter(violation -> !violation.message().startsWith("must not be before")
                        && !violation.message().contains(" days on from "))
                .toList();
    }

    private static ObjectNode schema(TypeDescription type, String object) {
        return switch (object) {
            case "search_params" -> type.searchParams();
            case "index_params" -> type.indexParams();
            default -> type.options();
        };
    }

    private static com.fasterxml.jackson.databind.JsonNode stock(String json) {
        try {
            return STOCK_JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
