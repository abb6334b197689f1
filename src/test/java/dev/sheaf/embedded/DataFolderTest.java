package dev.sheaf.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/// A folder that cannot be looked into is not one without a database.
class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void whoMayNotUseTheFolderIsToldWhoMay() throws IOException {
        Path lock = folder.resolve("lock");
        var denied = new AccessDeniedException(lock.toString());
        String message =
                "The data folder %s may not be used by this account: run Sheaf as %s, who owns %s, or name another"
                        + " folder in SHEAF_DATA.";
        String owner = Files.getOwner(folder).getName();
        assertThat(DataFolder.unusable(folder, denied)).hasMessage(message, folder, owner, folder);
        Files.createFile(lock);
        assertThat(DataFolder.unusable(folder, denied)).hasMessage(message, folder, owner, lock);
        Path hidden = folder.resolve("hidden");
        assertThat(DataFolder.unusable(hidden, new AccessDeniedException(hidden.toString())))
                .hasMessageContaining("run Sheaf as the account that owns it");
    }

    /// A link to itself fails for root too.
    @Test
    void aFolderThatFailsOtherwiseIsNotTakenForOneWithoutADatabase() throws IOException {
        assertThat(DataFolder.hasDatabase(folder)).isFalse();
        Path link = folder.resolve("postgres");
        Files.createSymbolicLink(link, link);

        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> Database.of(settings(folder)))
                .withMessageContaining("The data folder " + folder + " cannot be used: ");
    }

    /// Nothing is closed to root.
    @Test
    void commandsAndServerSaySoOfAFolderThatIsClosedToThem() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(folder));
        try {
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> Database.of(settings(data)))
                    .withMessageContaining("may not be used by this account");
            assertThatExceptionOfType(CannotStart.class)
                    .isThrownBy(() -> Servers.lease(data))
                    .withMessageContaining("may not be used by this account");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static MockEnvironment settings(Path data) {
        return new MockEnvironment().withProperty("sheaf.data", data.toString());
    }
}
