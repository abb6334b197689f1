package dev.sheaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sheaf.testing.OwnServer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// TLS as `docs/security.md` says to set it up, with a certificate that is replaced while the server runs.
@ExtendWith(OutputCaptureExtension.class)
class TlsTest {

    private static final String PASSWORD = "changeit-not";

    @TempDir
    private Path folder;

    @Test
    void pemFilesAreServedAndTakenUpAnewWhenTheyChange(CapturedOutput output) throws Exception {
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        KeyStore first = keys("first.p12");
        KeyStore second = keys("second.p12");
        writePem(first, certificate, key);
        try (OwnServer server = serve(Map.of(
                "spring.ssl.bundle.pem.web.reload-on-update", "true",
                "spring.ssl.bundle.pem.web.keystore.certificate", certificate.toString(),
                "spring.ssl.bundle.pem.web.keystore.private-key", key.toString()))) {
            assertThat(output).contains(server.url().replace("http:", "https:") + "/welcome?token=");
            assertThat(served(server, first)).isEqualTo(serial(first));
            writePem(second, certificate, key);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(served(server, second)).isEqualTo(serial(second)));
        }
    }

    @Test
    void aPkcs12FileIsServedAndTakenUpAnewWhenItChanges() throws Exception {
        KeyStore first = keys("first.p12");
        KeyStore second = keys("second.p12");
        Path store = Files.copy(folder.resolve("first.p12"), folder.resolve("tls.p12"));
        try (OwnServer server = serve(Map.of(
                "spring.ssl.bundle.jks.web.reload-on-update",
                "true",
                "spring.ssl.bundle.jks.web.keystore.location",
                store.toString(),
                "spring.ssl.bundle.jks.web.keystore.password",
                PASSWORD,
                "spring.ssl.bundle.jks.web.keystore.type",
                "PKCS12"))) {
            assertThat(served(server, first)).isEqualTo(serial(first));
            Files.copy(folder.resolve("second.p12"), store, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(served(server, second)).isEqualTo(serial(second)));
        }
    }

    private static OwnServer serve(Map<String, String> bundle) throws SQLException {
        var settings = new LinkedHashMap<>(bundle);
        settings.put("server.ssl.bundle", "web");
        settings.put("spring.ssl.bundle.watch.file.quiet-period", "200ms");
        settings.put("sheaf.queue.enabled", "false");
        return OwnServer.start(settings);
    }

    /// The number of the certificate that a client sees who trusts `trusted` alone; its answer is for TLS alone, too.
    private static BigInteger served(OwnServer server, KeyStore trusted) throws IOException, GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", trusted.getCertificate("web"));
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        URI url = URI.create(server.url().replace("http:", "https:") + "/api/v1/schema");
        var connection = (HttpsURLConnection) url.toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setRequestProperty("Connection", "close");
        assertThat(connection.getResponseCode()).isEqualTo(200);
        assertThat(connection.getHeaderField("Strict-Transport-Security")).contains("max-age=");
        var certificate = (X509Certificate) connection.getServerCertificates()[0];
        connection.disconnect();
        return certificate.getSerialNumber();
    }

    private static BigInteger serial(KeyStore keys) throws GeneralSecurityException {
        return ((X509Certificate) keys.getCertificate("web")).getSerialNumber();
    }

    /// A key pair with a certificate for 127.0.0.1, made by the JDK's own tool.
    private KeyStore keys(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve(name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "web",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void writePem(KeyStore keys, Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("web").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("web", PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String what, byte[] content) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }
}
