package dev.sheaf.web.api;

import dev.sheaf.report.ReportId;
import dev.sheaf.storage.Link;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;

/// The summary of a report whose file can be fetched, as one JSON text into which a new link is put each time.
record LinkedSummary(ReportId id, Text text, Link link) implements Exported, JacksonSerializable {

    private static final String URL = "\"download_url\":";
    private static final String LIFETIME = ",\"download_expires_in_seconds\":";

    /// All of a summary but its link.
    ///
    /// @param base where reports stand, as the caller it was written for sees it
    record Text(String base, SerializedString before, SerializedString after) {

        private static final String NO_LINK = URL + "null" + LIFETIME + "null";

        static Text of(String base, ReportSummary withoutLink, JsonMapper mapper) {
            String json = mapper.writeValueAsString(withoutLink);
            // The last one: parameters, which are free to hold such a text, stand before the link.
            int link = json.lastIndexOf(NO_LINK);
            return new Text(
                    base,
                    new SerializedString(json.substring(0, link) + URL),
                    new SerializedString(json.substring(link + NO_LINK.length())));
        }

        int length() {
            return before.charLength() + after.charLength();
        }
    }

    /// No character of a link has to be escaped.
    @Override
    public void serialize(JsonGenerator json, SerializationContext context) {
        json.writeRawValue(text.before());
        json.writeRaw('"');
        json.writeRaw(link.url());
        json.writeRaw('"');
        json.writeRaw(LIFETIME);
        json.writeRaw(Long.toString(link.expiresInSeconds()));
        json.writeRaw(text.after());
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializationContext context, TypeSerializer type) {
        serialize(json, context);
    }

    /// Without the link, which opens the file.
    @Override
    public String toString() {
        return "LinkedSummary[id=" + id + "]";
    }
}
