package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CopyFieldsTest {

    private static final int CHANGED_IN_XML =
            CopyFields.ESCAPE | CopyFields.MARKUP | CopyFields.CONTROL | CopyFields.UNDERSCORE | CopyFields.HIGH;

    /// Bytes that end a run though they need not.
    private static final Set<Integer> CAUTIOUS = Set.of((int) '"', (int) ']', (int) '^', (int) '\t', (int) '\n');

    @Test
    void aRunOfPlainBytesEndsAtTheFirstThatXmlChanges() {
        for (int b = 0; b < 256; b++) {
            boolean ends = CAUTIOUS.contains(b) || (CopyFields.classOf((byte) b) & CHANGED_IN_XML) != 0;
            for (int at = 0; at < Long.BYTES; at++) {
                byte[] text = "aZ~\u00e90 ,".getBytes(StandardCharsets.UTF_8);
                text[at] = (byte) b;
                long word = (long) Markup.WORDS.get(text, 0);
                assertThat(CopyFields.plain(word)).as("byte %d at %d", b, at).isEqualTo(ends ? at : Long.BYTES);
            }
        }
    }
}
