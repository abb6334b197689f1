package dev.sheaf.storage;

import static dev.sheaf.storage.BucketTest.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sheaf.embedded.TestServers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Uploads whose completion is answered as Ceph answers it.
class MultipartTest {

    private static final int LENGTH = 6 << 20;

    private static S3Settings settings;
    private static Bucket bucket;
    private static S3 s3;

    /// The real server, but for these answers.
    private static final class LikeCeph extends DelegatingS3Client {

        LikeCeph(S3Client server) {
            super(server);
        }

        @Override
        public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
            try {
                return super.completeMultipartUpload(request).toBuilder()
                        .eTag("")
                        .build();
            } catch (NoSuchUploadException e) {
                throw S3Exception.builder()
                        .statusCode(500)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("InternalError")
                                .errorMessage("This multipart completion is already in progress")
                                .build())
                        .build();
            }
        }
    }

    @BeforeAll
    static void open() {
        settings = TestServers.bucket();
        bucket = Bucket.open(settings);
        s3 = S3.connect(settings);
    }

    @AfterAll
    static void close() {
        s3.close();
        bucket.close();
    }

    @Test
    void anETagThatTheAnswerLeavesOutIsAskedFor() {
        Multipart upload = begin("left-out");
        String etag = upload.complete(List.of(part(upload)), LENGTH);
        assertThat(etag)
                .isNotBlank()
                .isEqualTo(s3.client()
                        .headObject(head -> head.bucket(settings.bucket()).key("left-out"))
                        .eTag());
    }

    @Test
    void anAbortedUploadHasLostItsPartsEvenIfItIsCalledBusy() {
        Multipart upload = begin("aborted");
        List<UploadedPart> parts = List.of(part(upload));
        upload.abort();
        assertThatThrownBy(() -> upload.complete(parts, LENGTH)).isInstanceOfSatisfying(StorageFailure.class, e -> {
            assertThat(e.partsLost()).isTrue();
            assertThat(e.retryable()).isFalse();
        });
    }

    @Test
    void anUploadThatSomebodyElseCompletedIsCompleteEvenIfItIsCalledBusy() {
        Multipart upload = begin("twice");
        List<UploadedPart> parts = List.of(part(upload));
        String etag = upload.complete(parts, LENGTH);
        assertThat(upload.complete(parts, LENGTH)).isEqualTo(etag);
        assertThat(bucket.size("twice")).contains((long) LENGTH);
    }

    private static Multipart begin(String key) {
        return Multipart.begin(new LikeCeph(s3.client()), settings.bucket(), key, "text/csv");
    }

    private static UploadedPart part(Multipart upload) {
        return upload.upload(1, RequestBody.fromBytes(random(1, LENGTH)));
    }
}
