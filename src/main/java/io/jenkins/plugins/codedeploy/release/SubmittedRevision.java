package io.jenkins.plugins.codedeploy.release;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.aws.FormCalls;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.deploy.RevisionExistence;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/** A revision that a user submits with a build form or by the remote API. */
final class SubmittedRevision {
    private static final Logger LOGGER = Logger.getLogger(SubmittedRevision.class.getName());

    private SubmittedRevision() {}

    /**
     * Looks for the object with the identity of a target account. Only in the bucket of that target account: for others,
     * the answer would tell who may start a build what exists elsewhere.
     *
     * @param target name of a target account of the job to be built
     * @return why the revision cannot be deployed; null if nothing is certain, or outside of a request
     */
    @CheckForNull
    static Problem problem(@NonNull String target, @NonNull S3Revision revision) {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        Job<?, ?> job = request == null ? null : request.findAncestorObject(Job.class);
        if (job == null || !job.hasPermission(Item.BUILD)) {
            return null;
        }
        try {
            ResolvedTarget resolved = TargetResolver.resolveForBuilds(
                    TargetReference.builder().target(target).build(), job);
            if (!revision.bucket().equals(resolved.bucket())) {
                return null;
            }
            try (FormCalls.Turn turn = Engines.clients().formCalls().begin(resolved.access())) {
                return turn == null
                        ? null
                        : RevisionExistence.problem(
                                Engines.clients(),
                                resolved.access(),
                                SessionName.of(job.getFullName(), "parameter"),
                                revision);
            }
        } catch (AbortException e) {
            // the build tells what is wrong with the target account
            LOGGER.log(Level.FINE, "not checked", e);
            return null;
        }
    }
}
