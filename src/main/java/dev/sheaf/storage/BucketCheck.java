package dev.sheaf.storage;

import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The proof, at start, that the bucket is there and can be written, read, listed and deleted from.
///
/// Leaves nothing behind; what is wrong comes out as one sentence.
record BucketCheck(S3Client s3, S3Settings settings) {

    void run() {
        try {
            if (!exists()) {
                create();
            }
            probe();
        } catch (S3Exception e) {
            throw new UnusableSettings(sentence(e), e);
        } catch (SdkClientException e) {
            throw new UnusableSettings(
                    settings.endpoint() == null
                            ? "AWS cannot be used with sheaf.s3.region " + settings.region() + " and no "
                                    + "sheaf.s3.endpoint: " + e.getMessage()
                            : "Nothing answers S3 requests at sheaf.s3.endpoint " + settings.endpoint() + ".",
                    e);
        }
    }

    private boolean exists() {
        try {
            s3.headBucket(head -> head.bucket(settings.bucket()));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    private void create() {
        if (!settings.createBucket()) {
            throw new UnusableSettings("sheaf.s3.bucket \"" + settings.bucket()
                    + "\" does not exist; make it, or set sheaf.s3.create-bucket to true.");
        }
        s3.createBucket(create -> create.bucket(settings.bucket()));
    }

    private void probe() {
        String key = "probe/" + UUID.randomUUID();
        s3.putObject(put -> put.bucket(settings.bucket()).key(key), RequestBody.fromString("Sheaf"));
        s3.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(key));
        s3.deleteObject(delete -> delete.bucket(settings.bucket()).key(key));
        s3.listObjectsV2(list -> list.bucket(settings.bucket()).prefix(key).maxKeys(1));
        s3.listMultipartUploads(
                list -> list.bucket(settings.bucket()).prefix(key).maxUploads(1));
    }

    private String sentence(S3Exception e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : " " + e.awsErrorDetails().errorCode();
        return switch (e.statusCode()) {
            case 403 ->
                "The S3 server refuses sheaf.s3.access-key and sheaf.s3.secret-key for sheaf.s3.bucket \""
                        + settings.bucket() + "\" (403" + code
                        + "); reading, writing and deleting objects, listing them, and listing and ending unfinished"
                        + " uploads must be allowed.";
            case 301, 307, 400 ->
                "sheaf.s3.bucket \"" + settings.bucket() + "\" cannot be used with sheaf.s3.region \""
                        + settings.region() + "\" (" + e.statusCode() + code
                        + "); for other servers than AWS, sheaf.s3.compatible may have to be true.";
            default ->
                "The S3 server cannot use sheaf.s3.bucket \"" + settings.bucket() + "\" (" + e.statusCode() + code
                        + "); for other servers than AWS, sheaf.s3.compatible may have to be true.";
        };
    }
}
