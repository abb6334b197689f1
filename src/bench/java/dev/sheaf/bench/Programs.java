package dev.sheaf.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Java programs as processes of their own.
public final class Programs {

    public static final Path ROOT = Path.of(System.getProperty("bench.root", ""));

    private Programs() {}

    /// One of the programs here, in a heap of its own; its errors are ours.
    public static ProcessBuilder java(String heap, Class<?> main, String... arguments) {
        return java(heap, List.of("-cp", System.getProperty("java.class.path"), main.getName()), arguments);
    }

    /// The product's jar, started as everywhere; `dev.sheaf.bench` stands beside it in its class path.
    static ProcessBuilder sheaf(String heap, String... arguments) {
        return java(
                heap,
                List.of(
                        "@" + ROOT.resolve("bin/lib/jvm.options"),
                        "-cp",
                        ROOT.resolve("target/sheaf.jar").toString(),
                        "-Dloader.path=" + ROOT.resolve("target/bench-classes"),
                        "org.springframework.boot.loader.launch.PropertiesLauncher"),
                arguments);
    }

    private static ProcessBuilder java(String heap, List<String> program, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dbench.root=" + ROOT);
        command.addAll(program);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /// Ends `process` when this one ends, however that comes about short of SIGKILL.
    public static void endWithUs(Process process) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            process.destroy();
            process.onExit().join();
        }));
    }
}
