package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/**
 * Every deployment of this controller that may run, in a folder of its own: one small file each, there from before
 * CreateDeployment is called until the end was seen. So the journals that a killed controller left open are found by
 * listing as many files as there are deployments under way, and no build is loaded but theirs. The journal in the
 * build's folder remains what counts; a file here is only the way to it.
 */
@Extension
public final class OpenDeployments {
    private static final Logger LOGGER = Logger.getLogger(OpenDeployments.class.getName());
    private static final String SUFFIX = ".xml";

    private final Set<FollowedJournal> followed = ConcurrentHashMap.newKeySet();

    @NonNull
    public static OpenDeployments get() {
        return ExtensionList.lookupSingleton(OpenDeployments.class);
    }

    /** The journal of a run that is about to begin, and follows until it lets go. */
    @NonNull
    public FollowedJournal.Claim follow(@NonNull Run<?, ?> build, @NonNull String id, @NonNull TargetReference target)
            throws IOException {
        if (!(build instanceof FlowExecutionOwner.Executable)) {
            // core writes such a build when it ends: one that a killed controller left would not exist
            build.save();
        }
        FollowedJournal journal = new FollowedJournal(this, build, id, target);
        followed.add(journal);
        return new FollowedJournal.Claim(journal);
    }

    /** The same without a claim, for who only looks. */
    @NonNull
    public Journal journal(@NonNull Run<?, ?> build, @NonNull OpenDeployment open) {
        return new FollowedJournal(this, build, open.getId(), open.getTarget());
    }

    public boolean isFollowed(@NonNull OpenDeployment open) {
        return followed.stream().anyMatch(journal -> journal.place().equals(open));
    }

    /**
     * Whether any build follows that deployment right now, whichever created it.
     *
     * @param access by which the deployment is reached: a build that reaches another account or region by the same id
     *     does not count, nor one that AWS has shown nothing yet
     */
    public boolean isFollowed(@NonNull String deploymentId, @NonNull TargetAccess access) {
        return followed.stream().anyMatch(journal -> journal.sees(deploymentId, access));
    }

    /** As far as it is known here; null where AWS has named none. */
    @CheckForNull
    String deploymentId(@NonNull OpenDeployment open) {
        for (FollowedJournal journal : followed) {
            if (journal.place().equals(open)) {
                return journal.deploymentId();
            }
        }
        Run<?, ?> build = open.build();
        try {
            return build == null ? null : BuildFiles.deploymentId(build, open.getId());
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "cannot read the journal of " + open, e);
            return null;
        }
    }

    void release(FollowedJournal journal) {
        followed.remove(journal);
    }

    @NonNull
    public List<OpenDeployment> all() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder())) {
            files = found.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<OpenDeployment> all = new ArrayList<>();
        for (Path file : files) {
            try {
                if (new XmlFile(Jenkins.XSTREAM2, file.toFile()).read() instanceof OpenDeployment open
                        && open.isWhole()) {
                    all.add(open);
                }
            } catch (NoSuchFileException e) {
                LOGGER.log(Level.FINE, "came to its end meanwhile", e);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "cannot read " + file, e);
            }
        }
        return all;
    }

    void list(OpenDeployment open) throws IOException {
        XmlFile file = file(open);
        if (!file.exists()) {
            Files.createDirectories(folder());
            file.write(open);
        }
    }

    /** Strikes it off: nobody needs to look at it any more. */
    public void remove(@NonNull OpenDeployment open) {
        try {
            Files.deleteIfExists(file(open).getFile().toPath());
        } catch (IOException e) {
            // its journal is closed: who looks finds so
            LOGGER.log(Level.FINE, "left behind", e);
        }
    }

    /** A job has another name from here on. */
    void moved(String oldJob, String newJob) throws IOException {
        for (OpenDeployment open : all()) {
            if (open.getJob().equals(oldJob)) {
                list(open.movedTo(newJob));
                remove(open);
            }
        }
    }

    private static XmlFile file(OpenDeployment open) {
        return new XmlFile(
                Jenkins.XSTREAM2, folder().resolve(open.getKey() + SUFFIX).toFile());
    }

    private static Path folder() {
        return new File(Jenkins.get().getRootDir(), "codedeploy/open").toPath();
    }
}
