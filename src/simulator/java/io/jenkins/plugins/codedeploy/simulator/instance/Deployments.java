package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The agent's own folder: a folder for each deployment of each group, and notes of which of them was the last. */
final class Deployments {
    private static final int RETAINED = 5;

    private final Disk disk;
    private final Path root;

    Deployments(@NonNull Disk disk) {
        this.disk = disk;
        this.root = disk.at(Disk.AGENT);
    }

    @NonNull
    Path folder(@NonNull Command command) {
        return root.resolve(command.groupId()).resolve(command.deploymentId());
    }

    @NonNull
    Path archive(@NonNull Command command) {
        return folder(command).resolve("deployment-archive");
    }

    /** What the group's last installation made, to be removed by the next. */
    @NonNull
    Path cleanupList(@NonNull Command command) throws IOException {
        return instructions().resolve(command.groupId() + "-cleanup");
    }

    /** The archive of the group's last successful installation; null before the first. */
    @CheckForNull
    Path lastSuccessful(@NonNull String groupId) throws IOException {
        Path note = lastSuccessfulNote(groupId);
        if (!Files.exists(note)) {
            return null;
        }
        return disk.at(Files.readString(note, StandardCharsets.UTF_8).strip()).resolve("deployment-archive");
    }

    void noteSuccess(@NonNull Command command) throws IOException {
        Files.writeString(lastSuccessfulNote(command.groupId()), disk.name(folder(command)), StandardCharsets.UTF_8);
    }

    private Path lastSuccessfulNote(String groupId) throws IOException {
        return instructions().resolve(groupId + "_last_successful_install");
    }

    private Path instructions() throws IOException {
        Path folder = root.resolve("deployment-instructions");
        Files.createDirectories(folder);
        return folder;
    }

    @NonNull
    AppSpecFile appSpec(@NonNull Path archive) throws IOException, AgentFailure {
        Path yml = archive.resolve("appspec.yml");
        Path yaml = archive.resolve("appspec.yaml");
        if (!Files.exists(yml) && !Files.exists(yaml)) {
            throw new AgentFailure("The CodeDeploy agent did not find an AppSpec file within the unpacked revision"
                    + " directory at revision-relative path \"appspec.yml\". The revision was unpacked to directory \""
                    + disk.name(archive) + "\", and the AppSpec file was expected but not found at path \""
                    + disk.name(yml) + "\". Consult the AWS CodeDeploy Appspec documentation for more information at"
                    + " http://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html");
        }
        return AppSpecReader.read(Files.readString(Files.exists(yml) ? yml : yaml, StandardCharsets.UTF_8));
    }

    /** Makes room for one more: the agent keeps five, and always the last successful one. */
    void removeOld(@NonNull Command command) throws IOException {
        Path kept = lastSuccessful(command.groupId());
        List<Path> others;
        try (Stream<Path> all = Files.list(root.resolve(command.groupId()))) {
            others = all.filter(p -> !p.equals(folder(command)))
                    .sorted(Comparator.comparing(Deployments::age))
                    .toList();
        }
        int extra = others.size() - RETAINED + 1;
        List<Path> oldest = others.stream()
                .filter(p -> kept == null || !kept.startsWith(p))
                .limit(Math.max(0, extra))
                .toList();
        for (Path folder : oldest) {
            Disk.delete(folder);
        }
    }

    private static FileTime age(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
