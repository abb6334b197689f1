package dev.sheaf.web.api;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/schema`.
@RestController
class SchemaController {

    private final Schema schema;

    SchemaController(Schema schema) {
        this.schema = schema;
    }

    @GetMapping(path = "/api/v1/schema", produces = "application/yaml;charset=UTF-8")
    String schema() {
        return schema.yaml();
    }
}
