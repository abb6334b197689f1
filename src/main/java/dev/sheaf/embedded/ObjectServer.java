package dev.sheaf.embedded;

import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.SdkRequests;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An S3 server inside this process; objects are plain files in the folder `objects`.
///
/// It keeps its port and keys over restarts, so that links handed out before still work. It knows neither life
/// cycle rules nor tags, and unfinished uploads stay until somebody aborts them.
final class ObjectServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectServer.class);
    private static final long DRAIN_MILLIS = 2_000;

    private final S3Proxy proxy;
    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;

    private ObjectServer(S3Proxy proxy, URI endpoint, String accessKey, String secretKey) {
        this.proxy = proxy;
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /// @param address where to listen, for example `127.0.0.1`
    /// @param fixedPort 0 for the port of the last run, or else any free one
    static ObjectServer start(DataFolder data, String address, int fixedPort) {
        Generated generated = data.generated();
        int wished = fixedPort == 0 ? generated.port("s3.port") : fixedPort;
        try {
            return run(data, address, wished);
        } catch (CannotStart taken) {
            if (wished == 0 || fixedPort != 0) {
                throw taken;
            }
            var server = run(data, address, 0);
            LOG.warn(
                    "Port {} of the embedded S3 server is taken, so it listens at {}; links handed out before are dead",
                    wished,
                    server.endpoint);
            return server;
        }
    }

    private static ObjectServer run(DataFolder data, String address, int port) {
        Generated generated = data.generated();
        String accessKey = generated.secret("s3.access-key");
        String secretKey = generated.secret("s3.secret-key");
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new ObjectFiles(data.subfolder("objects")))
                .endpoint(URI.create("http://" + address + ":" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .metricsEnabled(false)
                .stopTimeout(DRAIN_MILLIS)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            stop(proxy);
            throw new CannotStart(
                    "The embedded S3 server cannot listen at " + address + ":" + port + ": " + reason(e) + ".", e);
        }
        generated.keepPort("s3.port", proxy.getPort());
        URI endpoint = URI.create("http://" + reachable(address) + ":" + proxy.getPort());
        LOG.info("The embedded S3 server listens at {} with its data in {}", endpoint, data.path());
        return new ObjectServer(proxy, endpoint, accessKey, secretKey);
    }

    private static String reason(Exception e) {
        return e instanceof BindException || e.getCause() instanceof BindException
                ? "the port is taken or the address is not of this machine"
                : e.toString();
    }

    private static String reachable(String address) {
        return address.equals("0.0.0.0") ? "127.0.0.1" : address;
    }

    URI endpoint() {
        return endpoint;
    }

    String accessKey() {
        return accessKey;
    }

    String secretKey() {
        return secretKey;
    }

    /// Waits two seconds for running transfers, then cuts them.
    @Override
    public void close() {
        stop(proxy);
    }

    private static void stop(S3Proxy proxy) {
        try {
            proxy.stop();
        } catch (Exception e) {
            LOG.warn("The embedded S3 server did not stop cleanly: {}", e.toString());
        }
    }

    /// A range that ends at the greatest `long` is one to the end: the store adds one to it, and would promise as
    /// many bytes as that.
    private static final class ObjectFiles extends ForwardingBlobStore {

        private static final String GREATEST = Long.toString(Long.MAX_VALUE);

        ObjectFiles(Path folder) {
            super(new FilesystemNio2BlobStore(folder.toString()));
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
            String range = request.range();
            if (range == null || !range.endsWith(GREATEST)) {
                return super.getBlob(request);
            }
            Long first = SdkRequests.parseRange(range).first();
            return super.getBlob(
                    first == null
                            ? request
                            : request.toBuilder().range("bytes=" + first + "-").build());
        }
    }
}
