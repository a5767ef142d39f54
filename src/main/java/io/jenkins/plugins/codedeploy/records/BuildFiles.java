package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;

/** Where a build keeps what must outlive a killed controller: a folder of its own, one journal for each deployment. */
public final class BuildFiles {
    private static final String FOLDER = "codedeploy";

    private BuildFiles() {}

    /** @param id unique within the build, the same after a restart: a flow node's, say */
    @NonNull
    public static JournalFile journal(@NonNull Run<?, ?> build, @NonNull String id) {
        return new JournalFile(folder(build).resolve(id + JournalFile.SUFFIX));
    }

    @NonNull
    public static List<JournalFile> journals(@NonNull Run<?, ?> build) throws IOException {
        return JournalFile.in(folder(build));
    }

    /** @return what to look for: a deployment that runs as far as the build knows, or may; null where there is none */
    @CheckForNull
    public static String openDeployment(@NonNull Run<?, ?> build, @NonNull String id) throws IOException {
        JournalEntry entry = journal(build, id).read();
        if (entry == null || !entry.stage().isOpen()) {
            return null;
        }
        return entry.deploymentId() == null ? entry.nonce() : entry.deploymentId();
    }

    /** As the journal has it; null where AWS has named none yet. */
    @CheckForNull
    public static String deploymentId(@NonNull Run<?, ?> build, @NonNull String id) throws IOException {
        JournalEntry entry = journal(build, id).read();
        return entry == null ? null : entry.deploymentId();
    }

    /** By which this very deployment is known to AWS, whatever else this controller or another starts. */
    @NonNull
    public static String nonce(@NonNull Run<?, ?> build, @NonNull String id) {
        return Nonce.of(
                Jenkins.get().getLegacyInstanceId(),
                build.getExternalizableId(),
                Long.toString(build.getStartTimeInMillis()),
                id);
    }

    @NonNull
    public static UnfinishedUploads uploads(@NonNull Run<?, ?> build, @NonNull String id) {
        return new UnfinishedUploads(folder(build), id + ".uploads");
    }

    /** An id for a build that is not resumed: the first that is free. */
    @NonNull
    public static String freeId(@NonNull Run<?, ?> build) {
        int number = 1;
        while (Files.exists(journal(build, "step-" + number).path())) {
            number++;
        }
        return "step-" + number;
    }

    private static Path folder(Run<?, ?> build) {
        return build.getRootDir().toPath().resolve(FOLDER);
    }
}
