package dev.sheaf.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.embedded.TestServers;
import java.io.IOException;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// The bucket against a real S3 server: what goes in is read back byte by byte.
@ExtendWith(OutputCaptureExtension.class)
class BucketTest {

    private static final int MIB = 1 << 20;

    private static S3Settings settings;
    private static Bucket bucket;

    @BeforeAll
    static void open() {
        settings = TestServers.bucket();
        bucket = Bucket.open(settings);
    }

    @AfterAll
    static void close() {
        bucket.close();
    }

    @Test
    void aShortObjectIsReadBackWithItsDigest() throws Exception {
        byte[] bytes = "hello, world\n".getBytes(UTF_8);
        StoredObject stored = upload("short/a.csv", bytes);
        assertThat(stored.size()).isEqualTo(bytes.length);
        assertThat(stored.sha256()).isEqualTo(sha256(bytes));
        assertThat(read("short/a.csv")).isEqualTo(bytes);
        assertThat(bucket.size("short/a.csv")).contains((long) bytes.length);
    }

    @Test
    void anEmptyObjectIsAnObject() throws Exception {
        assertThat(upload("empty", new byte[0]).size()).isZero();
        assertThat(read("empty")).isEmpty();
    }

    @Test
    void aLongObjectGoesInPartsAndIsReadBackWithItsDigest() throws Exception {
        byte[] bytes = random(1, 2 * Upload.FIRST_PART + 12_345);
        try (Upload upload = bucket.upload("long", "text/csv")) {
            upload.write(bytes[0]);
            upload.write(bytes, 1, 3 * MIB);
            upload.write(bytes, 1 + 3 * MIB, bytes.length - 1 - 3 * MIB);
            assertThat(upload.size()).isEqualTo(bytes.length);
            assertThat(bucket.size("long")).isEmpty();
            assertThat(upload.finish().sha256()).isEqualTo(sha256(bytes));
        }
        assertThat(read("long")).isEqualTo(bytes);
    }

    @Test
    void exactlyOneBufferIsStillOneRequest() throws Exception {
        byte[] bytes = random(2, Upload.FIRST_PART);
        assertThat(upload("exact", bytes).etag()).doesNotContain("-");
        assertThat(read("exact")).isEqualTo(bytes);
    }

    /// Whatever its length, none of its parts is too short to have others behind it.
    @ParameterizedTest
    @ValueSource(ints = {5 * MIB + 1, 10 * MIB - 1, 10 * MIB, 10 * MIB + 1, 15 * MIB + 7, 22 * MIB})
    void whatIsWrittenIntoAnOpenUploadArrivesInPartsOfItsOwnNumbers(int length) throws Exception {
        byte[] bytes = random(length, length);
        OpenUpload open = bucket.begin("shared/" + length, "text/csv");
        var numbers = new PartNumbers(17, 20);
        StoredObject stored;
        try (Upload upload = bucket.upload("apart", "text/csv", () -> Optional.of(new Slot(open, numbers)))) {
            for (int from = 0; from < length; from += 700_001) {
                upload.write(bytes, from, Math.min(700_001, length - from));
            }
            stored = upload.finish();
        }

        assertThat(stored.parts())
                .hasSize(Math.max(1, length / (5 * MIB) - (length % (5 * MIB) == 0 ? 1 : 0)))
                .allMatch(part -> part.size() >= 5 * MIB && part.size() < 10 * MIB + 1);
        assertThat(stored.parts().getFirst().number()).isEqualTo(17);
        assertThat(stored.sha256()).isEqualTo(sha256(bytes));
        assertThat(bucket.size("apart")).isEmpty();
        assertThat(bucket.size("shared/" + length)).isEmpty();
        StoredObject whole = bucket.complete(open, "shared/other", "text/csv", List.of(new Piece.Sent(stored.parts())));
        assertThat(read(whole.key())).isEqualTo(bytes);
    }

    @Test
    void whatIsShortOrFindsNoPlaceInAnUploadIsAnObject() {
        OpenUpload open = bucket.begin("unused", "text/csv");
        var slot = new Slot(open, new PartNumbers(3, 20));
        try (Upload upload = bucket.upload("apart/short", "text/csv", () -> Optional.of(slot))) {
            upload.write(new byte[5 * MIB]);
            assertThat(upload.finish().parts()).isEmpty();
        }
        try (Upload upload = bucket.upload("apart/long", "text/csv", Optional::empty)) {
            upload.write(new byte[11 * MIB]);
            assertThat(upload.finish().parts()).isEmpty();
        }
        assertThat(bucket.size("apart/short")).contains(5L * MIB);
        assertThat(bucket.size("apart/long")).contains(11L * MIB);
        bucket.abort(open);
        assertThat(bucket.abortUploads("unused", keys -> keys)).isZero();
    }

    @Test
    void anUploadThatIsClosedUnfinishedLeavesTheOneThatItSharesOpen() {
        OpenUpload open = bucket.begin("left-open", "text/csv");
        var slot = new Slot(open, new PartNumbers(3, 20));
        try (Upload upload = bucket.upload("apart/unfinished", "text/csv", () -> Optional.of(slot))) {
            upload.write(new byte[16 * MIB]);
        }
        assertThat(bucket.abortUploads("left-open", keys -> keys)).isOne();
    }

    /// Whoever comes again stores an object.
    @Test
    void moreThanItsNumbersHoldIsRefusedForNow() {
        OpenUpload open = bucket.begin("narrow", "text/csv");
        var slot = new Slot(open, new PartNumbers(3, 4));
        try (Upload upload = bucket.upload("apart/narrow", "text/csv", () -> Optional.of(slot))) {
            assertThatThrownBy(() -> {
                        upload.write(new byte[20 * MIB]);
                        upload.finish();
                    })
                    .isInstanceOfSatisfying(
                            StorageFailure.class, e -> assertThat(e.retryable()).isTrue());
        }
        bucket.abort(open);
    }

    @Test
    void anUploadThatIsClosedUnfinishedLeavesNothing() {
        try (Upload upload = bucket.upload("dropped/long", "text/csv")) {
            upload.write(random(3, Upload.FIRST_PART + 1));
        }
        try (Upload upload = bucket.upload("dropped/short", "text/csv")) {
            upload.write(1);
        }
        assertThat(bucket.keys("dropped/")).isEmpty();
        assertThat(bucket.abortUploads("dropped/", keys -> keys)).isZero();
    }

    @Test
    void anUploadThatIsFinishedTakesNoMore() {
        Upload upload = bucket.upload("finished", "text/csv");
        upload.finish();
        assertThatThrownBy(() -> upload.write(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(upload::finish).isInstanceOf(IllegalStateException.class);
        upload.close();
        assertThat(bucket.size("finished")).contains(0L);
    }

    @Test
    void uploadsThatNobodyEndedAreAbortedByChoice() {
        bucket.upload("abandoned/a", "text/csv").write(random(4, Upload.FIRST_PART + 1));
        bucket.upload("abandoned/b", "text/csv").write(random(5, Upload.FIRST_PART + 1));
        bucket.upload("elsewhere/c", "text/csv").write(random(6, Upload.FIRST_PART + 1));
        assertThat(bucket.abortUploads("abandoned/", _ -> List.of())).isZero();
        assertThat(bucket.abortUploads("abandoned/", keys -> keys)).isEqualTo(2);
        assertThat(bucket.abortUploads("", keys -> keys)).isEqualTo(1);
    }

    @Test
    void deletingTakesMoreThanAThousandKeysAndMissingOnes() {
        upload("many/first", new byte[1]);
        upload("many/last", new byte[1]);
        var keys = new ArrayList<String>();
        keys.add("many/first");
        IntStream.range(0, 1200).forEach(i -> keys.add("many/missing-" + i));
        keys.add("many/last");
        keys.add("many/last");
        bucket.delete(keys);
        bucket.delete(List.of());
        assertThat(bucket.keys("many/")).isEmpty();
    }

    @Test
    void anObjectThatCannotBeDeletedKeepsNoneOfTheOthers(CapturedOutput output) {
        List<String> locked = List.of("locked/first", "locked/second");
        locked.forEach(key -> upload(key, new byte[1]));
        upload("locked/behind", new byte[1]);
        var keys = new ArrayList<>(locked);
        IntStream.range(0, 1200).forEach(i -> keys.add("locked/missing-" + i));
        keys.add("locked/behind");
        try (Bucket keeping = KeepingStore.open(settings, locked::contains)) {
            keeping.delete(keys);
        }

        assertThat(bucket.keys("locked/")).containsExactlyElementsOf(locked);
        assertThat(output)
                .contains("refused to delete 2 of 1203 objects")
                .contains("\"locked/first\": AccessDenied, The object is locked");
    }

    @Test
    void listingGoesOverPages() {
        IntStream.range(0, 1005).parallel().forEach(i -> upload("pages/" + i, new byte[i % 3]));
        assertThat(bucket.keys("pages/")).hasSize(1005).doesNotHaveDuplicates();
        assertThat(bucket.list("pages/5")).allMatch(object -> object.size() < 3);
    }

    @Test
    void aLinkIsSignedForThePublicEndpoint() {
        S3Settings outside = with(settings.secretKey(), URI.create("https://files.example.com"), settings.bucket());
        try (Bucket other = Bucket.open(outside)) {
            assertThat(other.link("a", "a.csv", "text/csv", Duration.ofMinutes(5))
                            .orElseThrow()
                            .url())
                    .startsWith("https://files.example.com/" + settings.bucket() + "/a?");
        }
    }

    @Test
    void settingsThatCannotWorkAreRefusedInOneSentence() {
        assertThatThrownBy(() -> Bucket.open(with("wrong", null, settings.bucket())))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("sheaf.s3.secret-key")
                .hasMessageNotContaining("\n");
        S3Settings missing = new S3Settings(
                settings.endpoint(),
                null,
                "no-such-bucket",
                "us-east-1",
                settings.accessKey(),
                settings.secretKey(),
                true,
                false,
                false,
                Duration.ofHours(1),
                Duration.ofMinutes(1));
        assertThatThrownBy(() -> Bucket.open(missing))
                .isInstanceOf(UnusableSettings.class)
                .hasMessage("sheaf.s3.bucket \"no-such-bucket\" does not exist; "
                        + "make it, or set sheaf.s3.create-bucket to true.");
    }

    @Test
    void aBucketIsOfOneInstallation() {
        var first = new UUID(1, 1);
        var second = new UUID(2, 2);
        S3Settings own = TestServers.bucket();
        try (Bucket one = Bucket.open(own);
                Bucket other = Bucket.open(own)) {
            one.claim(first);
            other.claim(first);

            assertThatThrownBy(() -> other.claim(second))
                    .isInstanceOf(UnusableSettings.class)
                    .hasMessageContaining("belongs to another installation")
                    .hasMessageContaining(first.toString())
                    .hasMessageContaining(second.toString());
            one.claim(first);

            one.delete(List.of("sheaf-installation"));
            other.claim(second);
            assertThatThrownBy(() -> one.claim(first)).hasMessageContaining(second.toString());
        }
    }

    @Test
    void ofInstallationsThatComeAtOnceOneHasTheBucket() throws Exception {
        S3Settings own = TestServers.bucket();
        try (Bucket shared = Bucket.open(own);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> claims = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            shared.claim(new UUID(3, i));
                            return true;
                        } catch (UnusableSettings e) {
                            return false;
                        }
                    })
                    .toList();

            assertThat(threads.invokeAll(claims)).filteredOn(Future::resultNow).hasSize(1);
        }
    }

    @Test
    void theCompatibleWayWorksToo() throws Exception {
        S3Settings compatible = new S3Settings(
                settings.endpoint(),
                null,
                settings.bucket(),
                settings.region(),
                settings.accessKey(),
                settings.secretKey(),
                true,
                true,
                false,
                Duration.ofHours(1),
                Duration.ofMinutes(1));
        byte[] bytes = random(12, 17 * MIB);
        try (Bucket other = Bucket.open(compatible)) {
            StoredObject stored;
            try (Upload upload = other.upload("compatible/a", "text/csv")) {
                upload.write(bytes);
                stored = upload.finish();
            }
            other.assemble("compatible/b", "text/csv", List.of(new Piece.Bytes(new byte[0]), Piece.Copy.of(stored)));
            assertThat(read("compatible/b")).isEqualTo(bytes);
            other.delete(List.of("compatible/a", "compatible/b"));
        }
        assertThat(bucket.keys("compatible/")).isEmpty();
    }

    @Test
    void aFailureSaysWhatWasDoneAndToWhatButNotWhere() {
        assertThatThrownBy(() -> bucket.read("nothing/here"))
                .isInstanceOf(StorageFailure.class)
                .hasMessage("Storage refused to read \"nothing/here\": NoSuchKey (404).");
    }

    private static S3Settings with(@Nullable String secretKey, @Nullable URI publicEndpoint, String bucket) {
        return new S3Settings(
                settings.endpoint(),
                publicEndpoint,
                bucket,
                settings.region(),
                settings.accessKey(),
                secretKey,
                true,
                false,
                false,
                Duration.ofHours(1),
                Duration.ofMinutes(1));
    }

    private static StoredObject upload(String key, byte[] bytes) {
        return BucketTest.upload(bucket, key, bytes);
    }

    static StoredObject upload(Bucket bucket, String key, byte[] bytes) {
        try (Upload upload = bucket.upload(key, "text/csv")) {
            upload.write(bytes);
            return upload.finish();
        }
    }

    private static byte[] read(String key) throws IOException {
        return BucketTest.read(bucket, key);
    }

    static byte[] read(Bucket bucket, String key) throws IOException {
        try (var stream = bucket.read(key)) {
            return stream.readAllBytes();
        }
    }

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
