package dev.sheaf.web.api;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/schema`: the description of this API.
@RestController
class SchemaController {

    @GetMapping(path = "/api/v1/schema", produces = "application/yaml")
    ResponseEntity<Resource> schema() {
        return ResponseEntity.ok(new ClassPathResource("openapi.yaml"));
    }
}
