package dev.sheaf.storage;

import static dev.sheaf.storage.StorageFailure.guard;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/// One multipart upload between its begin and its complete or abort. Parts may be sent from several threads.
record Multipart(S3Client s3, String bucket, String key, String id) {

    private static final Logger LOG = LoggerFactory.getLogger(Multipart.class);
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    static Multipart begin(S3Client s3, String bucket, String key, String contentType) {
        String id = guard(
                        "begin",
                        key,
                        () -> s3.createMultipartUpload(
                                begin -> begin.bucket(bucket).key(key).contentType(contentType)))
                .uploadId();
        return new Multipart(s3, bucket, key, id);
    }

    UploadedPart upload(int number, RequestBody body) {
        String etag = guard(
                        "write part " + number + " of",
                        key,
                        () -> s3.uploadPart(
                                part -> part.bucket(bucket)
                                        .key(key)
                                        .uploadId(id)
                                        .partNumber(number),
                                body))
                .eTag();
        return new UploadedPart(number, body.optionalContentLength().orElseThrow(), etag);
    }

    /// Copies a range of another object, or the whole of it, whose ETag must be the given one unless that is null.
    UploadedPart copy(int number, Piece.Copy source, MultipartPlan.Range range) {
        var request = UploadPartCopyRequest.builder()
                .destinationBucket(bucket)
                .destinationKey(key)
                .uploadId(id)
                .partNumber(number)
                .sourceBucket(bucket)
                .sourceKey(source.key());
        if (source.etag() != null) {
            request.copySourceIfMatch(source.etag());
        }
        if (range.length() < source.objectSize()) {
            request.copySourceRange(source.bytes(range));
        }
        String etag = guard("copy into \"" + key + "\" from", source.key(), () -> s3.uploadPartCopy(request.build()))
                .copyPartResult()
                .eTag();
        return new UploadedPart(number, range.length(), etag);
    }

    /// Joins the parts and returns the object's ETag.
    ///
    /// The answer to this request can be lost, and its repetition then finds no upload any more: in that case the
    /// object decides, by having the expected size.
    String complete(List<UploadedPart> parts, long size) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        String etag = guard("complete", key, () -> {
            try {
                return s3.completeMultipartUpload(complete -> complete.bucket(bucket)
                                .key(key)
                                .uploadId(id)
                                .multipartUpload(upload -> upload.parts(completed)))
                        .eTag();
            } catch (S3Exception e) {
                if (!gone(e)) {
                    throw e;
                }
                return completed(size).orElseThrow(() -> noSuchUpload(e));
            }
        });
        // Ceph leaves it out.
        return etag == null || etag.isEmpty() ? guard("measure", key, () -> head().eTag()) : etag;
    }

    /// Whether the upload is no more. Of one that was aborted Ceph says that somebody else is completing it; S3Proxy
    /// lists its parts, of which there are none.
    private boolean gone(S3Exception refusal) {
        if (refusal.statusCode() < SERVER_ERROR) {
            return refusal.statusCode() == NOT_FOUND;
        }
        try {
            return s3.listParts(
                            list -> list.bucket(bucket).key(key).uploadId(id).maxParts(1))
                    .parts()
                    .isEmpty();
        } catch (S3Exception e) {
            return e.statusCode() == NOT_FOUND;
        }
    }

    private static AwsServiceException noSuchUpload(S3Exception cause) {
        return NoSuchUploadException.builder()
                .statusCode(NOT_FOUND)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode("NoSuchUpload").build())
                .cause(cause)
                .build();
    }

    /// The ETag of the object, if it is there with that size: then somebody has completed the upload.
    Optional<String> completed(long size) {
        return guard("measure", key, () -> {
            try {
                HeadObjectResponse head = head();
                return head.contentLength() == size ? Optional.of(head.eTag()) : Optional.empty();
            } catch (S3Exception e) {
                if (e.statusCode() != NOT_FOUND) {
                    throw e;
                }
                return Optional.empty();
            }
        });
    }

    private HeadObjectResponse head() {
        return s3.headObject(request -> request.bucket(bucket).key(key));
    }

    /// Never throws: what stays behind is found by the sweeper of unfinished uploads.
    void abort() {
        // The SDK sends nothing for a thread that was interrupted, which is just when uploads are given up.
        boolean interrupted = Thread.interrupted();
        try {
            s3.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The unfinished upload of {} could not be aborted: {}",
                    key,
                    e.getClass().getSimpleName());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
