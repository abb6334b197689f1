package dev.sheaf.web.docs;

import java.util.List;

/// One operation of the API as its page shows it. Schemas and examples are JSON text.
public record Operation(
        String id,
        String method,
        String path,
        String tag,
        String summary,
        String description,
        List<Parameter> parameters,
        String body,
        String example,
        List<Response> responses) {

    /// `choices` are the only values there are; none if there is no such list.
    public record Parameter(
            String name,
            String in,
            boolean required,
            String type,
            List<String> choices,
            String description,
            String sample) {

        public List<Prose.Run> prose() {
            return Prose.runs(description);
        }
    }

    public record Response(String status, String description, List<String> headers, String mediaType, String schema) {

        public List<Prose.Run> prose() {
            return Prose.runs(description);
        }
    }

    public List<Prose.Run> prose() {
        return Prose.runs(description);
    }

    /// What the search looks through.
    public String text() {
        return String.join(" ", id, method, path, tag, summary, description);
    }
}
