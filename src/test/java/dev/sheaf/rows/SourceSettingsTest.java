package dev.sheaf.rows;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/// Each setting of an operator's own database is refused by its name where it cannot be used.
class SourceSettingsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url                | ' '              | .url is missing
            url                | postgresql://h/d | .url must begin with jdbc:, such as jdbc:postgresql://host:5432/name
            readers            | -1               | .readers must not be negative: -1
            snapshots          | 0                | .snapshots must be at least 1, not 0
            statement-timeout  | -1s              | .statement-timeout must not be negative
            connect-timeout    | 249ms            | .connect-timeout must be at least 250ms
            sort-memory        | 63KB             | .sort-memory must be 0 or at least 64KB, not 64512B
            dimension-memory   | -1B              | .dimension-memory must be from 0 to 1024MB, not -1B
            dimension-memory   | 1025MB           | .dimension-memory must be from 0 to 1024MB, not 1074790400B
            fetch-size         | 0                | .fetch-size must be at least 1, not 0
            """)
    void aSettingThatCannotBeUsedIsNamed(String name, String value, String message) {
        var settings = new HashMap<>(Map.of("sheaf.sources.bank.url", "jdbc:postgresql://127.0.0.1/bank"));
        settings.put("sheaf.sources.bank." + name, value);
        var binder = new Binder(new MapConfigurationPropertySource(settings));

        assertThatThrownBy(() -> binder.bind("sheaf", SourceSettings.class))
                .rootCause()
                .hasMessage("sheaf.sources.bank" + message);
    }
}
