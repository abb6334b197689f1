package dev.sheaf.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sheaf.access.Passwords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A browser without script: keeps cookies, sends forms with the token of the page they came from, and follows no
/// redirect by itself. Answers of the API are held to `openapi.yaml`.
public final class Browser {

    private static final String PASSWORD = "correct horse battery";
    private static final Pattern TOKEN = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\"");

    private final String server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    public Browser(String server) {
        this.server = server;
    }

    /// Somebody at their browser, with a password that they have from now on.
    static Browser of(People.Person person, String server, Passwords passwords, JdbcClient jdbc) {
        passwords.set(person.id(), PASSWORD);
        String email = jdbc.sql("select email from sheaf.users where id = ?")
                .param(person.id().value())
                .query(String.class)
                .single();
        var browser = new Browser(server);
        assertThat(browser.signIn(email, PASSWORD).statusCode()).isEqualTo(302);
        return browser;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server + path)).GET());
    }

    /// Opens `page`, and sends a form of it. `fields` are names and values in turn.
    public HttpResponse<String> submit(String page, String path, String... fields) {
        return post(path, with(fields, "_csrf", token(page)));
    }

    /// What shows that a change was asked for on `page`.
    public String token(String page) {
        Matcher token = TOKEN.matcher(get(page).body());
        assertThat(token.find()).as("token in %s", page).isTrue();
        return token.group(1);
    }

    /// Sends a form that came from nowhere.
    public HttpResponse<String> post(String path, String... fields) {
        String body = IntStream.range(0, fields.length / 2)
                .mapToObj(i -> encode(fields[2 * i]) + "=" + encode(fields[2 * i + 1]))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            Api.check(answer.request(), answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> signIn(String email, String password) {
        return submit("/sign_in", "/sign_in", "email", email, "password", password);
    }

    /// The value of the cookie `name`, or an empty text.
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(cookie -> cookie.getValue())
                .findAny()
                .orElse("");
    }

    public HttpResponse<String> follow(HttpResponse<?> redirect) {
        return send(HttpRequest.newBuilder(URI.create(server).resolve(location(redirect)))
                .GET());
    }

    public static String location(HttpResponse<?> response) {
        return response.headers().firstValue("Location").orElse("");
    }

    private static String[] with(String[] fields, String name, String value) {
        String[] all = Arrays.copyOf(fields, fields.length + 2);
        all[fields.length] = name;
        all[fields.length + 1] = value;
        return all;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
