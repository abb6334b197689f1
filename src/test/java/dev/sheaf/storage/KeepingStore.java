package dev.sheaf.storage;

import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/// The real server, but some objects it does not delete, as one does that must keep them for a time.
public final class KeepingStore extends DelegatingS3Client {

    private final Predicate<String> kept;

    private KeepingStore(S3Client server, Predicate<String> kept) {
        super(server);
        this.kept = kept;
    }

    /// The bucket of `settings`, from which nothing goes whose key is `kept`.
    public static Bucket open(S3Settings settings, Predicate<String> kept) {
        S3 s3 = S3.connect(settings);
        return new Bucket(new S3(new KeepingStore(s3.client(), kept), s3.links(), s3.credentials()), settings);
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        List<ObjectIdentifier> all = request.delete().objects();
        List<ObjectIdentifier> deleted =
                all.stream().filter(object -> !kept.test(object.key())).toList();
        if (!deleted.isEmpty()) {
            super.deleteObjects(request.toBuilder()
                    .delete(batch -> batch.objects(deleted).quiet(true))
                    .build());
        }
        return DeleteObjectsResponse.builder()
                .errors(all.stream()
                        .filter(object -> kept.test(object.key()))
                        .map(KeepingStore::refusal)
                        .toList())
                .build();
    }

    private static S3Error refusal(ObjectIdentifier object) {
        return S3Error.builder()
                .key(object.key())
                .code("AccessDenied")
                .message("The object is locked")
                .build();
    }
}
