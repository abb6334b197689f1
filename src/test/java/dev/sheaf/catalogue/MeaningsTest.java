package dev.sheaf.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.RowScope;
import dev.sheaf.access.Standing;
import dev.sheaf.testing.Cases;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Two requests have one canonical form if and only if they mean the same.
class MeaningsTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
    private static final Catalogue CATALOGUE = new Catalogue(new CatalogueSettings(List.of()), CLOCK);
    private static final List<Type> TYPES =
            Cases.read("/catalogue/meanings.yaml", Type.class).toList();

    /// For each place, its meanings, and for each of those its forms; an empty form is no key at all.
    record Type(String type, LinkedHashMap<String, List<List<String>>> places) {

        List<Place> list() {
            return places.entrySet().stream()
                    .map(place -> new Place(
                            place.getKey().substring(0, place.getKey().indexOf('.')),
                            place.getKey().substring(place.getKey().indexOf('.') + 1),
                            place.getValue()))
                    .toList();
        }
    }

    record Place(String object, String name, List<List<String>> meanings) {}

    /// One place and the number of what is meant there.
    record Choice(Place place, int meaning) {

        static Choice random(Place place, Random random) {
            return new Choice(place, random.nextInt(place.meanings().size()));
        }
    }

    /// Most places mean the same in both, so that a single difference has to tell.
    @Property(tries = 3000)
    void oneFormForOneMeaning(@ForAll Random random) {
        Type type = TYPES.get(random.nextInt(TYPES.size()));
        List<Choice> one =
                type.list().stream().map(place -> Choice.random(place, random)).toList();
        var other = new ArrayList<>(one);
        if (random.nextBoolean()) {
            int at = random.nextInt(other.size());
            other.set(at, Choice.random(other.get(at).place(), random));
        }

        String first = canonical(type, one, random);
        String second = canonical(type, other, random);

        assertThat(first.equals(second)).as("%s%n%s", first, second).isEqualTo(one.equals(other));
    }

    private static String canonical(Type type, List<Choice> choices, Random random) {
        ObjectNode body = JSON.createObjectNode().put("report_type", type.type());
        List<Choice> shuffled = new ArrayList<>(choices);
        Collections.shuffle(shuffled, random);
        for (Choice choice : shuffled) {
            List<String> forms = choice.place().meanings().get(choice.meaning());
            String form = forms.get(random.nextInt(forms.size()));
            if (!form.isEmpty()) {
                body.withObjectProperty(choice.place().object())
                        .set(choice.place().name(), JSON.readTree(form));
            }
        }
        return switch (CATALOGUE.check(body, RowScope.EVERYTHING, Standing.OPERATOR)) {
            case Checked.Valid valid -> valid.request().parameters().toString();
            case Checked.Invalid invalid -> throw new AssertionError(body + ": " + invalid.violations());
        };
    }
}
