package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.parameters.option.GitHubCommit;
import io.jenkins.plugins.codedeploy.result.RevisionResult;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Where the revision of a deployment comes from. This is decided here and nowhere else. */
public sealed interface RevisionSource {
    /** What a source may use to find its revision. */
    interface Finder {
        /** Bundles and uploads the files of the workspace. Blocks until that is done. */
        @NonNull
        RevisionResult push() throws EngineException, IOException, InterruptedException, TimeLimit.Over;

        /**
         * Chooses among the earlier revisions of the deployment group. Asks AWS.
         *
         * @param to as {@link io.jenkins.plugins.codedeploy.engine.deploy.TakeBack#find} takes it
         */
        @NonNull
        RevisionResult earlier(@CheckForNull String to) throws EngineException, IOException;
    }

    /**
     * @param expand as {@link DeployInputs} takes it
     * @throws AbortException unless exactly one thing is specified
     * @throws io.jenkins.plugins.codedeploy.engine.InvalidInputException where that is malformed
     */
    @NonNull
    static RevisionSource of(@NonNull DeployStep step, @NonNull UnaryOperator<String> expand) throws AbortException {
        if (step.takesBack()) {
            return new Earlier(expand.apply(step.takeBackTo()));
        }
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("source", expand.apply(step.getSource()));
        given.put("revision", expand.apply(step.getRevision()));
        given.put("gitHub", step.getGitHub());
        given.put("appSpecContent", expand.apply(step.getAppSpecContent()));
        given.put("deploymentId", expand.apply(step.getDeploymentId()));
        given.values().removeIf(Objects::isNull);
        if (given.isEmpty()) {
            List<String> empty = withoutValue(step);
            throw new AbortException(
                    empty.isEmpty()
                            ? Messages.RevisionSource_nothing()
                            : Messages.RevisionSource_empty(String.join(", ", empty)));
        }
        if (given.size() > 1) {
            throw new AbortException(SingleLine.of(Messages.RevisionSource_tooMuch(String.join(", ", given.keySet()))));
        }
        Map.Entry<String, Object> only = given.entrySet().iterator().next();
        String value = only.getValue().toString();
        return switch (only.getKey()) {
            case "source" -> new Files();
            case "revision" -> new Existing(S3Revision.parse(value));
            case "gitHub" -> new Existing(commit((GitHubCommit) only.getValue(), expand));
            case "appSpecContent" -> new Existing(new AppSpecRevision(value));
            default -> new Followed(Inputs.deploymentId(value));
        };
    }

    /** What was to say what is deployed, but has no value. */
    private static List<String> withoutValue(DeployStep step) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("source", step.getSource());
        said.put("revision", step.getRevision());
        said.put("gitHub", step.getGitHub());
        said.put("appSpecContent", step.getAppSpecContent());
        said.put("deploymentId", step.getDeploymentId());
        said.keySet().removeIf(name -> said.get(name) == null && !step.empty().contains(name));
        return List.copyOf(said.keySet());
    }

    private static GitHubRevision commit(GitHubCommit given, UnaryOperator<String> expand) {
        return new GitHubRevision(expand.apply(given.getRepository()), expand.apply(given.getCommitId()));
    }

    /** Whether it needs a workspace. */
    default boolean needsFiles() {
        return false;
    }

    /** Whether finding the revision may block for longer than a call on a disk. */
    default boolean blocks() {
        return needsFiles();
    }

    /** ID of the deployment to follow; null where one is created. */
    @CheckForNull
    default String deploymentId() {
        return null;
    }

    /** Something of the same kind, to check the other parameters with; null where an existing deployment is followed. */
    @CheckForNull
    Revision sample();

    /**
     * Finds the revision, once a deployment. May upload or ask AWS, and blocks as long as that takes.
     *
     * @return null where an existing deployment is followed
     */
    @CheckForNull
    RevisionResult find(@NonNull Finder finder)
            throws EngineException, IOException, InterruptedException, TimeLimit.Over;

    /** What was found, before a restart perhaps, in the engine's terms. */
    @NonNull
    default Revision revision(@NonNull RevisionResult found) {
        return found.revision();
    }

    /** Files of the workspace, to be bundled and uploaded. */
    record Files() implements RevisionSource {
        @Override
        public boolean needsFiles() {
            return true;
        }

        @Override
        public Revision sample() {
            return new S3Revision("not-yet", "known", "zip", null, null);
        }

        @Override
        public RevisionResult find(Finder finder)
                throws EngineException, IOException, InterruptedException, TimeLimit.Over {
            return finder.push();
        }
    }

    /** An earlier revision of the deployment group. */
    record Earlier(@CheckForNull String to) implements RevisionSource {
        @Override
        public boolean blocks() {
            return true;
        }

        @Override
        public Revision sample() {
            return new S3Revision("not-yet", "known", "zip", null, null);
        }

        @Override
        public RevisionResult find(Finder finder) throws EngineException, IOException {
            return finder.earlier(to);
        }
    }

    /** A revision that exists. */
    record Existing(@NonNull Revision sample) implements RevisionSource {
        @Override
        public RevisionResult find(Finder finder) {
            return RevisionResult.of(sample);
        }

        @Override
        public Revision revision(RevisionResult found) {
            return sample;
        }
    }

    /** The revision of a deployment that exists, and is only followed. */
    record Followed(@NonNull String deploymentId) implements RevisionSource {
        @Override
        public Revision sample() {
            return null;
        }

        @Override
        public RevisionResult find(Finder finder) {
            return null;
        }
    }
}
