package dev.sheaf.web.docs;

import dev.sheaf.web.api.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The description of this server's API, read once.
@Component
class Description {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final int DEEPEST = 12;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, Object> document;
    private final List<Operation> operations;

    Description(Schema schema) {
        var yaml = new YamlMapFactoryBean();
        yaml.setResources(new ByteArrayResource(schema.yaml().getBytes(StandardCharsets.UTF_8)));
        document = Objects.requireNonNull(yaml.getObject());
        operations = new ArrayList<>();
        map(document.get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(operation(
                                path, method, map(operation), list(map(item).get("parameters"))));
                    }
                }));
    }

    List<Operation> operations() {
        return operations;
    }

    Optional<Operation> operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst();
    }

    String base() {
        return text(map(list(document.get("servers")).getFirst()), "url");
    }

    private Operation operation(String path, String method, Map<String, Object> operation, List<Object> shared) {
        var parameters = new ArrayList<Operation.Parameter>();
        shared.forEach(each -> parameters.add(parameter(resolved(each))));
        list(operation.get("parameters")).forEach(each -> parameters.add(parameter(resolved(each))));
        Map<String, Object> content =
                map(map(map(operation.get("requestBody")).get("content")).get("application/json"));
        var responses = new ArrayList<Operation.Response>();
        new TreeMap<>(map(operation.get("responses")))
                .forEach((status, each) -> responses.add(response(status, resolved(each))));
        return new Operation(
                text(operation, "operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                list(operation.get("tags")).stream()
                        .map(Object::toString)
                        .findFirst()
                        .orElse(""),
                text(operation, "summary"),
                text(operation, "description"),
                parameters,
                content.isEmpty() ? "" : json(expanded(content.get("schema"), DEEPEST)),
                content.containsKey("example") ? json(content.get("example")) : "",
                responses);
    }

    private Operation.Parameter parameter(Map<String, Object> parameter) {
        Map<String, Object> schema = resolved(parameter.get("schema"));
        List<String> choices = "boolean".equals(schema.get("type"))
                ? List.of("true", "false")
                : list(schema.get("enum")).stream().map(String::valueOf).toList();
        String type = schema.containsKey("enum") ? String.join(", ", choices) : text(schema, "type");
        return new Operation.Parameter(
                text(parameter, "name"),
                text(parameter, "in"),
                Boolean.TRUE.equals(parameter.get("required")),
                type,
                choices,
                text(parameter, "description"),
                "path".equals(text(parameter, "in")) ? ("integer".equals(type) ? "1" : "advertisers_csv") : "");
    }

    private Operation.Response response(String status, Map<String, Object> response) {
        Map<String, Object> content = map(response.get("content"));
        String media = content.keySet().stream().findFirst().orElse("");
        Object schema = media.isEmpty() ? null : map(content.get(media)).get("schema");
        return new Operation.Response(
                status,
                text(response, "description"),
                List.copyOf(map(response.get("headers")).keySet()),
                media,
                schema == null ? "" : json(expanded(schema, DEEPEST)));
    }

    private Map<String, Object> resolved(@Nullable Object node) {
        Map<String, Object> map = map(node);
        if (!(map.get("$ref") instanceof String reference)) {
            return map;
        }
        Object target = document;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            target = map(target).get(step);
        }
        return resolved(Objects.requireNonNull(target, reference));
    }

    /// With what it refers to in its place, as deep as somebody wants to read.
    private @Nullable Object expanded(@Nullable Object node, int depth) {
        if (depth == 0) {
            return "…";
        }
        if (node instanceof Map<?, ?>) {
            var expanded = new LinkedHashMap<String, @Nullable Object>();
            resolved(node).forEach((key, value) -> expanded.put(key, expanded(value, depth - 1)));
            return expanded;
        }
        return node instanceof List<?> list
                ? list.stream().map(each -> expanded(each, depth - 1)).toList()
                : node;
    }

    private static String json(@Nullable Object node) {
        return JSON.writeValueAsString(node);
    }

    private static String text(Map<String, Object> node, String key) {
        return Objects.toString(node.get(key), "").strip();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return node instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(@Nullable Object node) {
        return node instanceof List<?> list ? (List<Object>) list : List.of();
    }
}
