package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class Crc32Test {

    @Property
    void joinsAsIfTheDataWereOne(@ForAll @Size(max = 300) byte[] first, @ForAll @Size(max = 300) byte[] second) {
        CRC32 whole = new CRC32();
        whole.update(first);
        whole.update(second);
        assertThat(Crc32.combine(crc(first), crc(second), second.length)).isEqualTo((int) whole.getValue());
    }

    @Property(tries = 20)
    void joinsLongData(@ForAll @Size(max = 50) byte[] first, @ForAll byte filler) {
        byte[] second = new byte[3_000_001];
        Arrays.fill(second, filler);
        CRC32 whole = new CRC32();
        whole.update(first);
        whole.update(second);
        assertThat(Crc32.combine(crc(first), crc(second), second.length)).isEqualTo((int) whole.getValue());
    }

    private static int crc(byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(data);
        return (int) crc.getValue();
    }
}
