package dev.sheaf.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.assertj.core.api.InstanceOfAssertFactories.array;

import dev.sheaf.embedded.TestServers;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What a node finds at its start in a store that others use too, or that can do less than S3.
class BucketCheckTest {

    private S3Settings settings;
    private S3 s3;

    /// The real server, but whoever looks for the bucket has it made by another node right after the answer.
    private static final class WithAFasterNode extends DelegatingS3Client {

        private final S3Client server;

        WithAFasterNode(S3Client server) {
            super(server);
            this.server = server;
        }

        @Override
        public HeadBucketResponse headBucket(HeadBucketRequest request) {
            try {
                return super.headBucket(request);
            } catch (S3Exception e) {
                server.createBucket(create -> create.bucket(request.bucket()));
                throw e;
            }
        }
    }

    /// The real server, but it lets nothing be read.
    private static class Unreadable extends DelegatingS3Client {

        Unreadable(S3Client server) {
            super(server);
        }

        @Override
        public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> into) {
            throw refusal(403, "Nothing is read here");
        }
    }

    /// The same, and it lets nothing be deleted.
    private static final class UnreadableAndUndeletable extends Unreadable {

        UnreadableAndUndeletable(S3Client server) {
            super(server);
        }

        @Override
        public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
            throw refusal(405, "Nothing is deleted here");
        }
    }

    /// The real server, but it does not write on conditions.
    private static final class WithoutConditions extends DelegatingS3Client {

        private final int status;

        WithoutConditions(S3Client server, int status) {
            super(server);
            this.status = status;
        }

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            if (request.ifNoneMatch() != null) {
                throw refusal(status, "A header you provided implies functionality that is not implemented");
            }
            return super.putObject(request, body);
        }
    }

    private static S3Exception refusal(int status, String message) {
        return (S3Exception)
                S3Exception.builder().statusCode(status).message(message).build();
    }

    @BeforeEach
    void connect() {
        settings = TestServers.bucket();
        s3 = S3.connect(settings);
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void aBucketThatAnotherNodeMakesAtTheSameTimeIsUsed() {
        new BucketCheck(new WithAFasterNode(s3.client()), settings).run();

        assertThat(keys()).isEmpty();
    }

    @Test
    void aCheckThatFailsLeavesNothingBehind() {
        create();

        assertThatThrownBy(() -> new BucketCheck(new Unreadable(s3.client()), settings).run())
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("(403)");

        assertThat(keys()).isEmpty();
    }

    @Test
    void whatCannotBeTakenBackDoesNotHideWhyTheCheckFailed() {
        create();

        assertThatThrownBy(() -> new BucketCheck(new UnreadableAndUndeletable(s3.client()), settings).run())
                .isInstanceOf(UnusableSettings.class)
                .hasMessageContaining("(403)")
                .cause()
                .extracting(Throwable::getSuppressed, array(Throwable[].class))
                .singleElement(THROWABLE)
                .hasMessageContaining("Nothing is deleted here");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 501})
    void aStoreThatDoesNotWriteOnConditionsIsMarkedToo(int status) {
        create();
        var first = new UUID(1, 1);
        var store = new BucketCheck(new WithoutConditions(s3.client(), status), settings);

        store.claim(first);
        store.claim(first);

        assertThatThrownBy(() -> store.claim(new UUID(2, 2))).hasMessageContaining(first.toString());
        assertThat(keys()).containsExactly("sheaf-installation");
    }

    private void create() {
        s3.client().createBucket(create -> create.bucket(settings.bucket()));
    }

    private Stream<String> keys() {
        return s3.client().listObjectsV2(list -> list.bucket(settings.bucket())).contents().stream()
                .map(S3Object::key);
    }
}
