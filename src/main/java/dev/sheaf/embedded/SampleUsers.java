package dev.sheaf.embedded;

import dev.sheaf.access.ApiKeys;
import dev.sheaf.access.Passwords;
import dev.sheaf.access.UserId;
import dev.sheaf.access.Users;
import dev.sheaf.access.Users.Role;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The people of the sample data: an operator, an admin and a member of each of two publishers, and somebody from
/// an agency who is a member of both publishers.
@Component
public class SampleUsers {

    public static final long PUBLISHER_A = 1;
    public static final long PUBLISHER_B = 2;

    private static final String KEY_NAME = "sample";

    private final Users users;
    private final ApiKeys keys;
    private final Passwords passwords;

    SampleUsers(Users users, ApiKeys keys, Passwords passwords) {
        this.users = users;
        this.keys = keys;
        this.passwords = passwords;
    }

    /// Makes whoever is missing and gives everybody a new key, by the names `operator`, `admin_a`, `member_a`,
    /// `admin_b`, `member_b` and `agency`. Their former sample keys stop working.
    @Transactional
    public Map<String, String> keys() {
        var issued = new LinkedHashMap<String, String>();
        issued.put("operator", key("operator", "Olga Operator", true, Map.of()));
        issued.put("admin_a", key("admin_a", "Ada Admin", false, Map.of(PUBLISHER_A, Role.ADMIN)));
        issued.put("member_a", key("member_a", "Max Member", false, Map.of(PUBLISHER_A, Role.MEMBER)));
        issued.put("admin_b", key("admin_b", "Bea Admin", false, Map.of(PUBLISHER_B, Role.ADMIN)));
        issued.put("member_b", key("member_b", "Ben Member", false, Map.of(PUBLISHER_B, Role.MEMBER)));
        issued.put(
                "agency",
                key("agency", "Agnes Agency", false, Map.of(PUBLISHER_A, Role.MEMBER, PUBLISHER_B, Role.MEMBER)));
        return issued;
    }

    /// Gives everybody of the sample the same new password and returns it; their sessions end.
    @Transactional
    public String password() {
        String password = HexFormat.of().formatHex(SecureRandom.getSeed(8));
        for (String name : List.of("operator", "admin_a", "member_a", "admin_b", "member_b", "agency")) {
            users.byEmail(name + "@sheaf.example").ifPresent(user -> passwords.set(user, password));
        }
        return password;
    }

    private String key(String name, String fullName, boolean operator, Map<Long, Role> memberships) {
        String email = name + "@sheaf.example";
        UserId user = users.byEmail(email).orElseGet(() -> users.add(email, fullName, operator));
        memberships.forEach((publisher, role) -> users.join(user, publisher, role));
        keys.revoke(user, KEY_NAME);
        return keys.issue(user, KEY_NAME, null);
    }
}
