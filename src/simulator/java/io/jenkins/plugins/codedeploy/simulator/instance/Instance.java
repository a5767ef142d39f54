package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;

/**
 * An instance with an agent: a folder that stands for its disk. What the agent of AWS does to {@code /} this one does
 * to the folder; scripts run as who runs the simulation and find the folder in {@link #ROOT_VARIABLE}.
 *
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">The agent whose behaviour this follows</a>
 */
public final class Instance {
    /** Tells a hook script where the instance's {@code /} is. */
    public static final String ROOT_VARIABLE = "INSTANCE_ROOT";

    private final Disk disk;
    private final BundleSource source;
    private final Deployments deployments;
    private final HookRunner hooks;

    /** @param root made when it is first needed */
    public Instance(@NonNull Path root, @NonNull BundleSource source) {
        this.disk = new Disk(root);
        this.source = source;
        this.deployments = new Deployments(disk);
        this.hooks = new HookRunner(disk, deployments);
    }

    @NonNull
    public Path root() {
        return disk.root();
    }

    /** Carries a command out, on the caller's thread, for as long as its scripts take. Never throws for what fails there. */
    @NonNull
    public EventDiagnostics run(@NonNull Command command) throws InterruptedException {
        try {
            Files.createDirectories(deployments.folder(command));
            switch (command.event()) {
                case "DownloadBundle" -> download(command);
                case "Install" -> install(command);
                default -> {
                    return hooks.run(command);
                }
            }
            return EventDiagnostics.SUCCESS;
        } catch (AgentFailure e) {
            return e.outcome("");
        } catch (FileSystemException e) {
            return EventDiagnostics.unknown(Errno.reason(e) + " @ rb_sysopen - " + name(e));
        } catch (IOException e) {
            return EventDiagnostics.unknown(String.valueOf(e.getMessage()));
        }
    }

    private String name(FileSystemException e) {
        Path file = Path.of(String.valueOf(e.getFile()));
        return file.startsWith(disk.root()) ? disk.name(file) : file.toString();
    }

    private void download(Command command) throws IOException, AgentFailure {
        Command.Bundle bundle = command.revision();
        if (bundle == null) {
            throw new AgentFailure("Unknown revision type ''");
        }
        deployments.removeOld(command);
        String bucket = bundle.bucket();
        if (bucket == null) {
            throw new AgentFailure(gitHubUnreachable(bundle));
        }
        Path file = deployments.folder(command).resolve("bundle.tar");
        BundleSource.Download download = source.fetch(bucket, bundle.key(), bundle.version());
        try (InputStream content = download.content()) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        String expected = bundle.eTag();
        if (expected != null && !unquoted(expected).equals(unquoted(download.eTag()))) {
            throw new AgentFailure(
                    "Expected deployment artifact bundle etag " + expected + " but was actually " + download.eTag());
        }
        Path archive = deployments.archive(command);
        Disk.delete(archive);
        Unpacker.unpack(file, disk.name(file), bundle.type(), archive);
        deployments.noteDownload(command);
    }

    private static String unquoted(String eTag) {
        return eTag.replace("\"", "");
    }

    private static String gitHubUnreachable(Command.Bundle bundle) {
        return "Could not download bundle at 'https://api.github.com/repos/" + bundle.key() + "/tarball/"
                + bundle.version() + "' after 3 retries. Server returned codes: "
                + String.join("; ", Collections.nCopies(4, "404 'Not Found'")) + ".";
    }

    private void install(Command command) throws IOException, AgentFailure {
        Path archive = deployments.archive(command);
        AppSpecFile spec = deployments.appSpecOfInstall(archive);
        String own = spec.fileExistsBehavior();
        new Installer(disk, archive, deployments.cleanupList(command), own == null ? command.fileExistsBehavior() : own)
                .install(spec);
        deployments.noteSuccess(command);
    }
}
