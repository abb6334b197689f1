package dev.sheaf.browser;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.openqa.selenium.bidi.BiDiException;
import org.openqa.selenium.bidi.module.Network;
import org.openqa.selenium.bidi.network.AddInterceptParameters;
import org.openqa.selenium.bidi.network.ContinueRequestParameters;
import org.openqa.selenium.bidi.network.InterceptPhase;
import org.openqa.selenium.bidi.network.UrlPattern;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;

/// Keeps the browser's requests to one path until they are let go.
final class HeldRequests implements AutoCloseable {

    private final Network network;
    private final String intercept;
    private final BlockingQueue<String> held = new LinkedBlockingQueue<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    /// What such a browser is opened with. It answers the questions of pages by itself.
    static ChromeOptions options() {
        var options = new ChromeOptions();
        options.enableBiDi();
        return options;
    }

    HeldRequests(ChromeDriver browser, String path) {
        network = new Network(browser);
        network.onBeforeRequestSent(sent -> {
            if (sent.isBlocked()) {
                held.add(sent.getRequest().getRequestId());
            }
        });
        network.onResponseCompleted(answer -> ended.add(answer.getRequest().getRequestId()));
        network.onFetchError(error -> ended.add(error.getRequest().getRequestId()));
        intercept = network.addIntercept(new AddInterceptParameters(InterceptPhase.BEFORE_REQUEST_SENT)
                .urlPattern(new UrlPattern().pathname(path)));
    }

    /// The id of the next request that is held.
    String next() throws InterruptedException {
        return Objects.requireNonNull(held.poll(BrowserTest.PATIENCE.toSeconds(), TimeUnit.SECONDS), "no request");
    }

    /// Does nothing to a request that the page has given up meanwhile.
    void letGo(String request) {
        try {
            network.continueRequest(new ContinueRequestParameters(request));
        } catch (BiDiException _) {
            awaitEnd(request);
        }
    }

    /// Until it is answered or given up.
    void awaitEnd(String request) {
        Awaitility.await().atMost(BrowserTest.PATIENCE).until(() -> ended.contains(request));
    }

    @Override
    public void close() {
        network.removeIntercept(intercept);
        network.close();
    }
}
