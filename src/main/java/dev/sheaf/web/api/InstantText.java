package dev.sheaf.web.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/// Writes times as [Instant#toString] does, but without a formatter: an answer holds up to five hundred of them.
@JacksonComponent
class InstantText extends ValueSerializer<Instant> {

    private static final int LONGEST = "+999999999-12-31T23:59:59.999999999Z".length();

    @Override
    public void serialize(Instant instant, JsonGenerator json, SerializationContext context) {
        json.writeString(of(instant));
    }

    static String of(Instant instant) {
        var time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        var text = new StringBuilder(LONGEST).append(time);
        // What a local time leaves out.
        if (time.getSecond() == 0 && time.getNano() == 0) {
            text.append(":00");
        }
        return text.append('Z').toString();
    }
}
