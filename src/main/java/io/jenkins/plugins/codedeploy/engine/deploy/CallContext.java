package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.CallDiagnosis;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.util.List;
import java.util.function.Consumer;

/**
 * What explains a failed call or step of a run: where it was made, and what is known of the setup.
 *
 * @param request null where only an existing deployment is followed
 * @param checkedEarly whether {@link EarlyCheck} has found nothing against the request
 */
record CallContext(
        TargetAccess access,
        DeploymentCalls calls,
        @CheckForNull DeploymentRequest request,
        boolean checkedEarly) {
    /** @param action as IAM spells it */
    Problem explain(JournalEntry entry, String action, RuntimeException e) {
        String resource = entry.application().isEmpty()
                ? String.valueOf(entry.deploymentId())
                : entry.application() + "/" + entry.deploymentGroup();
        SetupValues known = known(entry, null);
        if (access.role() == null && CallDiagnosis.isUnknownName(AwsErrors.code(e))) {
            known = known.with(Field.SOURCE, calls.sourceArn());
        }
        return Refusals.explain(access, calls.nearest(known, e), action, resource, e);
    }

    /**
     * Looks at the group's platform, and at the revision's object in S3, if it has one.
     *
     * @param notes receives what could not be checked
     * @return why the deployment would fail for certain; null otherwise
     */
    @CheckForNull
    Problem probeRevision(AwsClients clients, SetupValues known, Consumer<Text> notes) {
        if (request == null) {
            return null;
        }
        Problem other = checkedEarly ? null : PlatformCheck.of(calls, request);
        if (other != null || !(request.revision() instanceof S3Revision revision)) {
            return other;
        }
        RevisionProbe.Result result = new RevisionProbe(clients, access, calls.sessionName(), known, revision).look();
        if (result.note() != null) {
            notes.accept(result.note());
        }
        return result.failure();
    }

    /** The end of a run that an error of ours, or of a library's, has ended: it claims to know no more than it does. */
    Outcome unforeseen(JournalEntry entry, Text what) {
        String id = entry.deploymentId();
        if (id != null) {
            Text fix = Text.of("deploy.lost.fix", id, calls.consoleLink(id));
            return new Outcome(Outcome.Kind.UNKNOWN, id, null, null, List.of(), Problem.of(what, fix));
        }
        return entry.stage() == Stage.INTENDED
                ? Outcome.withoutDeployment(Outcome.Kind.NOT_CREATED, Problem.of(what))
                : Outcome.withoutDeployment(
                        Outcome.Kind.UNKNOWN, Problem.of(what, Text.of("deploy.unknown.fix", entry.nonce())));
    }

    /** @param seen the deployment; null where there is none yet */
    SetupValues known(JournalEntry entry, @CheckForNull Snapshot seen) {
        boolean named = !entry.application().isEmpty();
        SetupValues known = access.known()
                .with(Field.APPLICATION, named || seen == null ? entry.application() : seen.application())
                .with(Field.GROUP, named || seen == null ? entry.deploymentGroup() : seen.deploymentGroup());
        if (request != null && request.revision() instanceof S3Revision revision) {
            return known.with(Field.BUCKET, revision.bucket())
                    .withKey(revision.key())
                    .with(Field.KEY, revision.key());
        }
        return known;
    }
}
