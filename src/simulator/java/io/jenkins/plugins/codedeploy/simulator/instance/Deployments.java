package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    CleanupList cleanupList(@NonNull Command command) throws IOException {
        return new CleanupList(disk, instructions().resolve(command.groupId() + "-cleanup"));
    }

    /** The archive of the group's last successful installation; null before the first. */
    @CheckForNull
    Path lastSuccessful(@NonNull String groupId) throws IOException {
        return archive(lastSuccessfulNote(groupId));
    }

    /** The archive of the group's last download, installed or not; null before the first. */
    @CheckForNull
    Path mostRecent(@NonNull String groupId) throws IOException {
        return archive(mostRecentNote(groupId));
    }

    @CheckForNull
    private Path archive(Path note) throws IOException {
        return Files.exists(note)
                ? disk.at(Files.readString(note, StandardCharsets.UTF_8).strip())
                        .resolve("deployment-archive")
                : null;
    }

    void noteDownload(@NonNull Command command) throws IOException {
        Files.writeString(mostRecentNote(command.groupId()), disk.name(folder(command)), StandardCharsets.UTF_8);
    }

    void noteSuccess(@NonNull Command command) throws IOException {
        Files.writeString(lastSuccessfulNote(command.groupId()), disk.name(folder(command)), StandardCharsets.UTF_8);
    }

    private Path lastSuccessfulNote(String groupId) throws IOException {
        return instructions().resolve(groupId + "_last_successful_install");
    }

    private Path mostRecentNote(String groupId) throws IOException {
        return instructions().resolve(groupId + "_most_recent_install");
    }

    private Path instructions() throws IOException {
        Path folder = root.resolve("deployment-instructions");
        Files.createDirectories(folder);
        return folder;
    }

    /** The AppSpec as hooks look for it, by one name alone. */
    @NonNull
    AppSpecFile appSpecOfHooks(@NonNull Path archive) throws IOException, AgentFailure {
        Path yml = archive.resolve("appspec.yml");
        if (!Files.exists(yml)) {
            throw new AgentFailure("The CodeDeploy agent did not find an AppSpec file within the unpacked revision"
                    + " directory at revision-relative path \"appspec.yml\". The revision was unpacked to directory \""
                    + disk.name(archive) + "\", and the AppSpec file was expected but not found at path \""
                    + disk.name(yml) + "\". Consult the AWS CodeDeploy Appspec documentation for more information at"
                    + " http://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html");
        }
        return AppSpecReader.read(Files.readAllBytes(yml));
    }

    /** The AppSpec as the Install event looks for it, which takes {@code appspec.yaml} too. */
    @NonNull
    AppSpecFile appSpecOfInstall(@NonNull Path archive) throws IOException, AgentFailure {
        Path yml = archive.resolve("appspec.yml");
        Path yaml = archive.resolve("appspec.yaml");
        Path file = !Files.exists(yml) && Files.exists(yaml) ? yaml : yml;
        if (!Files.exists(file)) {
            throw Errno.failure(new NoSuchFileException(disk.name(file)), "rb_sysopen", disk.name(file));
        }
        return AppSpecReader.read(Files.readAllBytes(file));
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
