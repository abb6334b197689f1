package dev.sheaf.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Which refusals may be none at another time.
class StorageFailureTest {

    @ParameterizedTest
    @CsvSource({
        "400, RequestTimeout, true",
        "400, IncompleteBody, true",
        "400, BadDigest, true",
        "400, ExpiredToken, true",
        "403, RequestTimeTooSkewed, true",
        "409, OperationAborted, true",
        "503, SlowDown, true",
        "500, InternalError, true",
        "403, AccessDenied, false",
        "404, NoSuchKey, false",
        "400, InvalidArgument, false",
    })
    void whatPassesIsTriedAgain(int status, String code, boolean retryable) {
        StorageFailure failure = catchThrowableOfType(
                StorageFailure.class,
                () -> StorageFailure.guard("write", "reports/1/1.csv", () -> {
                    throw S3Exception.builder()
                            .statusCode(status)
                            .awsErrorDetails(
                                    AwsErrorDetails.builder().errorCode(code).build())
                            .build();
                }));

        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure).hasMessageContaining(code).hasMessageContaining("reports/1/1.csv");
    }
}
