package dev.sheaf.storage;

import static dev.sheaf.storage.BucketTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.embedded.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Objects made out of pieces: whatever the pieces' lengths, the whole equals them put together.
class AssemblyTest {

    private static final int MIB = 1 << 20;

    private static Bucket bucket;

    @BeforeAll
    static void open() {
        bucket = Bucket.open(TestServers.bucket());
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    @Test
    void aSmallAssemblyEqualsItsPieces() throws Exception {
        assembles("assembled/small", bytes(10), copy("s/a", 100), bytes(0), copy("s/b", 0), copy("s/c", 3 * MIB));
        assembles("assembled/nothing", bytes(0), copy("s/n", 0));
        assembles("assembled/no-pieces");
    }

    @Test
    void aLargeAssemblyEqualsItsPieces() throws Exception {
        assembles(
                "assembled/large",
                bytes(1000),
                copy("l/a", 9 * MIB),
                copy("l/b", 7 * MIB),
                bytes(0),
                copy("l/c", 2 * MIB),
                copy("l/d", 1),
                bytes(5),
                copy("l/e", 0),
                copy("l/f", 6 * MIB + 1),
                copy("l/g", 5 * MIB),
                bytes(70));
    }

    @Test
    void manyShortPiecesBeyondTheSmallLimitAreJoinedToo() throws Exception {
        assembles(
                "assembled/many",
                IntStream.range(0, 20).mapToObj(i -> copy("m/" + i, MIB + i)).toArray(Content[]::new));
    }

    @Test
    void anAssemblyOfAPieceThatIsNotThereFailsAndLeavesNothing() {
        upload("gone/there", random(7, 6 * MIB));
        List<Piece> pieces = List.of(new Piece.Copy("gone/there", 6 * MIB), new Piece.Copy("gone/missing", 20 * MIB));
        assertThatThrownBy(() -> bucket.assemble("gone/whole", "text/csv", pieces))
                .isInstanceOfSatisfying(
                        StorageFailure.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("gone/missing");
        assertThat(bucket.size("gone/whole")).isEmpty();
        assertThat(bucket.abortUploads("gone/", keys -> keys)).isZero();
    }

    @Test
    void anAssemblyOfAPieceThatWasReplacedFails() {
        StoredObject before = upload("replaced/a", random(8, 17 * MIB));
        upload("replaced/a", random(9, 17 * MIB));
        assertThatThrownBy(() -> bucket.assemble("replaced/whole", "text/csv", List.of(Piece.Copy.of(before))))
                .isInstanceOf(StorageFailure.class);
        assertThat(bucket.size("replaced/whole")).isEmpty();
    }

    @Test
    void anAssemblyThatIsLongerThanItsPiecesFails() {
        upload("longer/a", random(10, 18 * MIB));
        assertThatThrownBy(() ->
                        bucket.assemble("longer/whole", "text/csv", List.of(new Piece.Copy("longer/a", 17 * MIB))))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("pieces have");
        assertThat(bucket.size("longer/whole")).isEmpty();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Content(Piece piece, byte[] bytes) {}

    private static Content bytes(int length) {
        byte[] bytes = random(length, length);
        return new Content(new Piece.Bytes(bytes), bytes);
    }

    private static Content copy(String key, int length) {
        byte[] bytes = random(key.hashCode(), length);
        return new Content(Piece.Copy.of(upload("pieces/" + key, bytes)), bytes);
    }

    private static void assembles(String key, Content... contents) throws IOException {
        var expected = new ByteArrayOutputStream();
        var pieces = new ArrayList<Piece>();
        for (Content content : contents) {
            expected.write(content.bytes());
            pieces.add(content.piece());
        }
        StoredObject stored = bucket.assemble(key, "text/csv", pieces);
        assertThat(stored.size()).isEqualTo(expected.size());
        assertThat(read(key)).isEqualTo(expected.toByteArray());
        assertThat(bucket.abortUploads(key, keys -> keys)).isZero();
    }

    private static StoredObject upload(String key, byte[] bytes) {
        return BucketTest.upload(bucket, key, bytes);
    }

    private static byte[] read(String key) throws IOException {
        return BucketTest.read(bucket, key);
    }
}
