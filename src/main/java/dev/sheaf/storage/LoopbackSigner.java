package dev.sheaf.storage;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/// Signs requests, but not their bodies, for a server on this very machine.
///
/// The SDK leaves bodies unsigned under TLS, which protects them, and hashes them once more by SHA-256 otherwise. On
/// the loopback interface nobody stands in between either, and the hash costs the client and the server as much as
/// all the rest of an upload. A CRC-32 goes along in any case.
final class LoopbackSigner implements HttpSigner<AwsCredentialsIdentity> {

    private final HttpSigner<AwsCredentialsIdentity> signer = AwsV4HttpSigner.create();

    private LoopbackSigner() {}

    static boolean serves(@Nullable URI endpoint) {
        if (endpoint == null || !"http".equals(endpoint.getScheme())) {
            return false;
        }
        try {
            return InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static AuthScheme<AwsCredentialsIdentity> scheme() {
        AuthScheme<AwsCredentialsIdentity> usual = AwsV4AuthScheme.create();
        var signer = new LoopbackSigner();
        return new AuthScheme<>() {
            @Override
            public String schemeId() {
                return usual.schemeId();
            }

            @Override
            public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
                return usual.identityProvider(providers);
            }

            @Override
            public HttpSigner<AwsCredentialsIdentity> signer() {
                return signer;
            }
        };
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        SignedRequest signed = signer.sign(request.copy(copy -> copy.request(protocol(request.request(), "https"))
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)));
        return signed.copy(copy ->
                copy.request(protocol(signed.request(), request.request().protocol())));
    }

    private static SdkHttpRequest protocol(SdkHttpRequest request, String protocol) {
        return request.copy(copy -> copy.protocol(protocol));
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        throw new UnsupportedOperationException("This client is not asynchronous");
    }
}
