package dev.sheaf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The table of packages in `docs/architecture.md`, held by the code.
class ModulesTest {

    /// Which module may use which.
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("access", Set.of()),
            Map.entry("format", Set.of()),
            Map.entry("storage", Set.of()),
            Map.entry("catalogue", Set.of("access", "format")),
            Map.entry("rows", Set.of("access", "catalogue")),
            Map.entry("report", Set.of("access", "catalogue", "rows")),
            Map.entry("build", Set.of("access", "catalogue", "format", "report", "rows", "storage")),
            Map.entry("maintenance", Set.of("report", "storage")),
            Map.entry("web", Set.of("access", "catalogue", "report", "rows", "storage")),
            Map.entry("embedded", Set.of("access")),
            Map.entry("cli", Set.of("access", "embedded", "format", "report", "storage")));

    /// Which module alone may use a library.
    private static final Map<String, String> OWNS = Map.ofEntries(
            Map.entry("org.gaul..", "embedded"),
            Map.entry("io.zonky..", "embedded"),
            Map.entry("com.github.kagkarlsson..", "report"),
            Map.entry("org.postgresql.copy..", "rows"),
            Map.entry("tools.jackson.dataformat.yaml..", "catalogue"),
            Map.entry("jakarta.servlet..", "web"),
            Map.entry("org.springframework.web..", "web"),
            Map.entry("org.springframework.security.crypto..", "access"),
            Map.entry(
                    "org.springframework.[session|security.core|security.config|security.web|security.authentication]..",
                    "web"));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sheaf");

    @Test
    void modulesUseEachOtherThroughTheirFrontDoorsAndWithoutCycles() {
        ApplicationModules.of(SheafApplication.class).verify();
    }

    @Test
    void modulesUseOnlyWhatTheTableLetsThemUse() {
        var used = new TreeMap<String, Set<String>>();
        for (JavaClass ours : OURS) {
            String module = module(ours);
            Set<String> others = used.computeIfAbsent(module, _ -> new TreeSet<>());
            ours.getDirectDependenciesFromSelf().forEach(dependency -> others.add(module(dependency.getTargetClass())));
            others.remove(module);
            others.remove("");
        }
        used.remove("");
        assertThat(used.keySet()).as("modules in the table and in the code").isEqualTo(new TreeSet<>(MAY_USE.keySet()));
        used.forEach((module, others) -> {
            var tooMuch = new HashSet<>(others);
            tooMuch.removeAll(MAY_USE.get(module));
            assertThat(tooMuch).as("what %s uses beyond the table", module).isEmpty();
        });
    }

    @Test
    void librariesBelongToOneModule() {
        OWNS.forEach((library, module) -> noClasses()
                .that()
                .resideOutsideOfPackage("dev.sheaf." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(OURS));
    }

    /// The embedded S3 server passes requests on as the SDK's objects.
    @Test
    void onlyStorageAndTheEmbeddedServerKnowTheSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sheaf.storage..")
                .and()
                .haveNameNotMatching("dev\\.sheaf\\.embedded\\.ObjectServer.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(OURS);
    }

    @Test
    void onlyReadersAndTheListenerKnowThePostgresDriver() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sheaf.rows..")
                .and()
                .doNotHaveFullyQualifiedName("dev.sheaf.report.Changes")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.postgresql..")
                .check(OURS);
    }

    @Test
    void formatIsPlainJava() {
        classes()
                .that()
                .resideInAPackage("dev.sheaf.format..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.sheaf.format..", "java..", "org.jspecify..")
                .check(OURS);
    }

    @Test
    void onlyThePublicFindersReachReportsOnTheWayOfARequest() {
        noClasses()
                .that()
                .resideInAPackage("dev.sheaf.web..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "build reports",
                        type -> Set.of(
                                        "dev.sheaf.report.Builds",
                                        "dev.sheaf.report.Streams",
                                        "dev.sheaf.report.Queue",
                                        "dev.sheaf.report.Expired")
                                .contains(type.getFullName())))
                .check(OURS);
    }

    private static String module(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith("dev.sheaf.")) {
            return "";
        }
        return name.substring("dev.sheaf.".length()).split("\\.", 2)[0];
    }
}
