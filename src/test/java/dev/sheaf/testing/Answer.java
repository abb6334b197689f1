package dev.sheaf.testing;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/// An answer of the API that has been held to its description. Field paths are JSON pointers.
public record Answer(int status, HttpHeaders headers, JsonNode body) {

    public JsonNode at(String pointer) {
        return body.at(pointer);
    }

    public JsonNode export() {
        return body.path("export");
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
