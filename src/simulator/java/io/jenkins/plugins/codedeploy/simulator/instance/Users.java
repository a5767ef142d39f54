package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The users and groups of an instance: those of {@code /etc/passwd} and {@code /etc/group} on its disk. An instance
 * without these files has the users of Amazon Linux and Ubuntu images and those of the machine.
 */
final class Users {
    private static final Set<String> USUAL = Set.of(
            "root",
            "bin",
            "daemon",
            "adm",
            "sys",
            "lp",
            "mail",
            "games",
            "nobody",
            "ec2-user",
            "ubuntu",
            "www-data",
            "ssm-user");
    private static final Set<String> USUAL_GROUPS = Set.of("wheel", "sudo", "users", "nogroup", "docker");

    private final Disk disk;

    Users(@NonNull Disk disk) {
        this.disk = disk;
    }

    boolean hasUser(@NonNull String name) {
        return has("/etc/passwd", name, Set.of());
    }

    boolean hasGroup(@NonNull String name) {
        return has("/etc/group", name, USUAL_GROUPS);
    }

    private boolean has(String file, String name, Set<String> more) {
        Path own = disk.at(file);
        if (Files.exists(own)) {
            return lists(own, name);
        }
        return USUAL.contains(name) || more.contains(name) || lists(Path.of(file), name);
    }

    private static boolean lists(Path file, String name) {
        if (name.isEmpty() || !Files.isReadable(file)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.startsWith(name + ":"));
        } catch (IOException e) {
            return false;
        }
    }
}
