package dev.sheaf.web.api;

import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/schema`: the description of this server's API, which names the report types that it offers.
@RestController
class SchemaController {

    private static final String SHIPPED_TYPES =
            "[advertisers_csv, deals_excel, hot_advertisers_excel, clicks_details_excel]";

    private final String schema;

    SchemaController(Catalogue catalogue) throws IOException {
        String offered = catalogue.types().offeredTo(Standing.MEMBER).stream()
                .map(ReportType::name)
                .collect(Collectors.joining(", ", "[", "]"));
        this.schema = new ClassPathResource("openapi.yaml")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace(SHIPPED_TYPES, offered);
    }

    @GetMapping(path = "/api/v1/schema", produces = "application/yaml;charset=UTF-8")
    String schema() {
        return schema;
    }
}
