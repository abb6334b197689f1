package dev.sheaf.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Passwords, hashed by Argon2id, and the one-time links by which people set their first one.
@Component
public class Passwords {

    public static final int SHORTEST = 10;
    public static final int LONGEST = 200;

    private static final int MOST_BY_EMAIL = 5;
    private static final int MOST_BY_ADDRESS = 50;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Attempts attempts;
    private final Argon2PasswordEncoder encoder = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    private final SecureRandom random = new SecureRandom();

    /// Each hash takes 16 MiB and a core for a moment.
    private final Semaphore hashing = new Semaphore(Runtime.getRuntime().availableProcessors());

    /// Compared with where nobody is meant, so that the time taken does not tell who exists.
    private final String nobody = hash("nobody has this password");

    Passwords(JdbcClient jdbc, Clock clock, Attempts attempts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.attempts = attempts;
    }

    /// `address` is where the attempt comes from.
    public SignIn signIn(String email, String password, String address) {
        String known = email.strip().toLowerCase(Locale.ROOT);
        String byEmail = "email:" + known;
        Optional<Duration> wait =
                attempts.count("address:" + address, MOST_BY_ADDRESS).or(() -> attempts.count(byEmail, MOST_BY_EMAIL));
        if (wait.isPresent()) {
            return new SignIn.TooMany(wait.get());
        }
        record Stored(Account account, @Nullable String hash) {}
        Optional<Stored> stored = jdbc.sql("select * from sheaf.users where email = :email")
                .param("email", known)
                .query((row, _) -> new Stored(Accounts.read(row), row.getString("password_hash")))
                .optional();
        String hash = stored.map(Stored::hash).orElse(nobody);
        if (!matches(password, hash) || stored.isEmpty() || stored.get().hash == null) {
            return new SignIn.Wrong();
        }
        attempts.forget(byEmail);
        return new SignIn.Good(stored.get().account);
    }

    /// Ends all sessions of `user` that began before.
    public void set(UserId user, String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException("A password has %d to %d characters".formatted(SHORTEST, LONGEST));
        }
        jdbc.sql("""
                update sheaf.users set password_hash = :hash, password_version = password_version + 1 where id = :id
                """).param("hash", hash(password)).param("id", user.value()).update();
    }

    /// The secret of a link by which `user` may set a password, once, for as long as `life`.
    public String invite(UserId user, Duration life) {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("insert into sheaf.invitations (hash, user_id, expires_at) values (:hash, :user, :expires)")
                .param("hash", digest(secret))
                .param("user", user.value())
                .param("expires", clock.instant().plus(life).atOffset(ZoneOffset.UTC))
                .update();
        return secret;
    }

    public Optional<Account> invited(String secret) {
        return jdbc.sql("""
                select u.* from sheaf.invitations i join sheaf.users u on u.id = i.user_id
                where i.hash = :hash and i.expires_at > :now
                """)
                .param("hash", digest(secret))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, _) -> Accounts.read(row))
                .optional();
    }

    /// Sets name and password of whoever was invited by `secret`, and the address if they have none: whoever signs in
    /// elsewhere with an address is taken for its user here, so nobody may take one that is not theirs. Uses up the
    /// secret. Empty if it is unknown, old or used.
    ///
    /// @throws org.springframework.dao.DuplicateKeyException if somebody else has that address
    @Transactional
    public Optional<Account> accept(String secret, String name, String email, String password) {
        return invited(secret)
                .filter(_ -> jdbc.sql("delete from sheaf.invitations where hash = :hash")
                                .param("hash", digest(secret))
                                .update()
                        == 1)
                .map(account -> {
                    set(account.id(), password);
                    return jdbc.sql("update sheaf.users set name = :name, email = :email where id = :id returning *")
                            .param("name", name.strip())
                            .param("email", account.addressOr(email.strip().toLowerCase(Locale.ROOT)))
                            .param("id", account.id().value())
                            .query((row, _) -> Accounts.read(row))
                            .single();
                });
    }

    private String hash(String password) {
        hashing.acquireUninterruptibly();
        try {
            return encoder.encode(password);
        } finally {
            hashing.release();
        }
    }

    private boolean matches(String password, String hash) {
        hashing.acquireUninterruptibly();
        try {
            return password.length() <= LONGEST && encoder.matches(password, hash);
        } finally {
            hashing.release();
        }
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
