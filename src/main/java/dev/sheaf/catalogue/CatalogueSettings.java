package dev.sheaf.catalogue;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// `sheaf.report-types`: folders with an operator's own type files, comma-separated.
@ConfigurationProperties("sheaf")
record CatalogueSettings(@DefaultValue List<Path> reportTypes) {}
