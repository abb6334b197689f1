package dev.sheaf.storage;

import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// An operation on the bucket that did not succeed, after the SDK's own retries.
///
/// The message names the operation and the key, never an address or a secret.
public final class StorageFailure extends RuntimeException {

    /// How stores say that they are full, those that do not say so by their status.
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "StorageFull");

    /// Refusals of what was broken, late or at odds with something else on its way, and would do another time.
    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "IncompleteBody",
            "BadDigest",
            "ExpiredToken",
            "RequestTimeTooSkewed",
            "OperationAborted",
            "ConditionalRequestConflict");

    private static final Set<String> PARTS_LOST = Set.of("NoSuchUpload", "InvalidPart");

    private static final int INSUFFICIENT_STORAGE = 507;

    private final boolean retryable;

    StorageFailure(String sentence, boolean retryable) {
        super(sentence);
        this.retryable = retryable;
    }

    private StorageFailure(String sentence, boolean retryable, Throwable cause) {
        super(sentence, cause);
        this.retryable = retryable;
    }

    /// Whether the same operation may succeed later: true for silence, overload, a full store and interruption, false
    /// for a refusal.
    public boolean retryable() {
        return retryable;
    }

    /// Calls the SDK and says what was being done when it fails.
    static <T> T guard(String doing, String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            int status = e.statusCode();
            boolean retryable = full(e)
                    || status >= 500
                    || status == 429
                    || status == 408
                    || e.isThrottlingException()
                    || PASSING.contains(code(e));
            throw new StorageFailure(
                    "Storage refused to " + doing + " \"" + key + "\": " + code(e) + " (" + status + ").",
                    retryable,
                    e);
        } catch (SdkException e) {
            throw new StorageFailure("Storage did not answer when asked to " + doing + " \"" + key + "\".", true, e);
        }
    }

    /// Whether there was no room for what was to be stored. The operator, or time, may make some.
    public boolean full() {
        return getCause() instanceof AwsServiceException refusal && full(refusal);
    }

    /// Whether an upload is gone, or parts of it are not those that were written.
    public boolean partsLost() {
        return getCause() instanceof AwsServiceException refusal && PARTS_LOST.contains(code(refusal));
    }

    private static boolean full(AwsServiceException e) {
        return e.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(e));
    }

    private static String code(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null || code.isBlank() ? "no reason given" : code;
    }
}
