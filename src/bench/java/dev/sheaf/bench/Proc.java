package dev.sheaf.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What Linux tells of a process in `/proc` (proc(5)). CPU is user and system time in seconds, exact to 10 ms.
public final class Proc {

    /// The same on all of today's Linux systems: sysconf(_SC_CLK_TCK).
    private static final double TICKS_PER_SECOND = 100;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int CHILDREN_USER = 13;

    private Proc() {}

    /// CPU of one process; 0 if it is gone.
    public static double cpu(long pid) {
        return stat(pid).map(fields -> ticks(fields, USER)).orElse(0.0);
    }

    /// CPU of the children that this process has waited for, and of theirs.
    public static double endedChildren(long pid) {
        return stat(pid).map(fields -> ticks(fields, CHILDREN_USER)).orElse(0.0);
    }

    /// CPU of a process, of its living children, and of those that have ended.
    public static double family(long pid) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            double living = processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .flatMap(name -> stat(Long.parseLong(name)).stream())
                    .filter(fields -> Long.parseLong(fields.get(PARENT)) == pid)
                    .mapToDouble(fields -> ticks(fields, USER))
                    .sum();
            return living + cpu(pid) + endedChildren(pid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The most memory that the process has had at one time, in bytes; 0 if it is gone.
    public static long peakMemory(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "status"))
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static double ticks(List<String> fields, int first) {
        return (Long.parseLong(fields.get(first)) + Long.parseLong(fields.get(first + 1))) / TICKS_PER_SECOND;
    }

    /// The fields behind the name of the program, which may hold blanks and brackets.
    private static Optional<List<String>> stat(long pid) {
        String line = read(Path.of("/proc", Long.toString(pid), "stat"));
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // It is gone, or went while it was read.
            return "";
        }
    }
}
