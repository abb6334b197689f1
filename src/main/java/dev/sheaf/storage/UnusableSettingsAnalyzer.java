package dev.sheaf.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Puts our sentence before Spring Boot's general words about properties that cannot be bound.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnusableSettingsAnalyzer extends AbstractFailureAnalyzer<UnusableSettings> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableSettings cause) {
        return cause.analysis();
    }
}
