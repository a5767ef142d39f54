package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the last installation of a group made, to be removed by the next. */
final class CleanupList {
    private final Disk disk;
    private final Path file;

    CleanupList(@NonNull Disk disk, @NonNull Path file) {
        this.disk = disk;
        this.file = file;
    }

    void removeLast() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<String> made = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        Collections.reverse(made);
        for (String name : made) {
            try {
                Files.deleteIfExists(disk.entry(name.strip()));
            } catch (DirectoryNotEmptyException e) {
                // A folder that something else uses too stays.
                continue;
            }
        }
        Files.delete(file);
    }

    /** @param made names on the instance, in the order of their making */
    void write(@NonNull List<String> made) throws IOException {
        Files.write(file, made, StandardCharsets.UTF_8);
    }
}
