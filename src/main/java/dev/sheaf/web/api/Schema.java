package dev.sheaf.web.api;

import dev.sheaf.access.Standing;
import dev.sheaf.catalogue.Catalogue;
import dev.sheaf.catalogue.ReportType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// The description of this server's API: `openapi.yaml`, with the report types that are offered here.
@Component
public class Schema {

    private static final String SHIPPED_TYPES =
            "[advertisers_csv, deals_excel, hot_advertisers_excel, clicks_details_excel]";

    private final String yaml;

    Schema(Catalogue catalogue) throws IOException {
        String offered = catalogue.types().offeredTo(Standing.MEMBER).stream()
                .map(ReportType::name)
                .collect(Collectors.joining(", ", "[", "]"));
        this.yaml = new ClassPathResource("openapi.yaml")
                .getContentAsString(StandardCharsets.UTF_8)
                .replace(SHIPPED_TYPES, offered);
    }

    public String yaml() {
        return yaml;
    }
}
