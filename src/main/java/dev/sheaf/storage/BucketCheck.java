package dev.sheaf.storage;

import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The proof that the bucket is there and can be written, read, listed and deleted from, and that it is this
/// installation's.
///
/// What is wrong comes out as one sentence.
record BucketCheck(S3Client s3, S3Settings settings) {

    private static final String MARKER = "sheaf-installation";

    void run() {
        explained(() -> {
            if (!exists()) {
                create();
            }
            probe();
        });
    }

    /// Marks the bucket by an object that holds the id of `installation`, unless another has done so. Where two come
    /// at once, the first one has it: by the store's own rule if it knows one, else by what is there in the end.
    void claim(UUID installation) {
        explained(() -> {
            if (marked().isEmpty()) {
                mark(installation);
            }
            String owner = marked().orElse("");
            if (!owner.equals(installation.toString())) {
                throw new UnusableSettings("sheaf.s3.bucket \"" + settings.bucket()
                        + "\" belongs to another installation of Sheaf: its object \"" + MARKER + "\" says \"" + owner
                        + "\", and this database is of installation " + installation
                        + ". Each removes what it does not know, so name a bucket of its own. If the other one is gone"
                        + " for good, delete that object and start again; its files are then removed.");
            }
        });
    }

    private Optional<String> marked() {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(MARKER))
                            .asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private void mark(UUID installation) {
        RequestBody id = RequestBody.fromString(installation.toString());
        try {
            s3.putObject(put -> put.bucket(settings.bucket()).key(MARKER).ifNoneMatch("*"), id);
        } catch (S3Exception e) {
            switch (e.statusCode()) {
                // Another one, or another node of this one, was faster.
                case 409, 412 -> {}
                // A store that has no such rule.
                case 400, 501 ->
                    s3.putObject(put -> put.bucket(settings.bucket()).key(MARKER), id);
                default -> throw e;
            }
        }
    }

    private void explained(Runnable check) {
        try {
            check.run();
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
        try {
            s3.createBucket(create -> create.bucket(settings.bucket()));
        } catch (BucketAlreadyOwnedByYouException _) {
            // Another node was faster.
        }
    }

    private void probe() {
        String key = "probe/" + UUID.randomUUID();
        try {
            s3.putObject(put -> put.bucket(settings.bucket()).key(key), RequestBody.fromString("Sheaf"));
            s3.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(key));
            s3.listObjectsV2(list -> list.bucket(settings.bucket()).prefix(key).maxKeys(1));
            s3.listMultipartUploads(
                    list -> list.bucket(settings.bucket()).prefix(key).maxUploads(1));
        } catch (SdkException e) {
            takeBack(key, e);
            throw e;
        }
        delete(key);
    }

    /// Also where the writing failed: what was not answered may have arrived.
    private void takeBack(String key, SdkException failure) {
        try {
            delete(key);
        } catch (SdkException e) {
            failure.addSuppressed(e);
        }
    }

    private void delete(String key) {
        s3.deleteObject(delete -> delete.bucket(settings.bucket()).key(key));
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
