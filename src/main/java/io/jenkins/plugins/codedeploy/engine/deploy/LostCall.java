package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Looks for the deployment that a CreateDeployment without an answer may have created, until it is found, surely absent,
 * or cannot be looked for any more.
 */
final class LostCall {
    private static final int MOST_REFUSALS = 3;
    private static final int LONGEST_PAUSE = 4;

    /** Receives the result of the check. */
    interface Result {
        void found(@NonNull String deploymentId);

        /** AWS shows none, and would by now. */
        void confirmedAbsent();

        void unknown(@NonNull Problem why);
    }

    private final DeploymentRun run;
    private final DeploymentCalls calls;
    private final EngineTimes times;
    private final Result result;
    /** By the clock of this machine, as AWS's comes from its answers: they must not make the search endless. */
    private final Stopwatch searching = new Stopwatch();

    private int looks;
    private int refusals;

    LostCall(DeploymentRun run, DeploymentCalls calls, EngineTimes times, Result result) {
        this.run = run;
        this.calls = calls;
        this.times = times;
        this.result = result;
    }

    void findByNonce() {
        Instant calledAt = run.entry().calledAt();
        Instant before = run.awsNow();
        Optional<String> found;
        try {
            found = calls.find(
                    run.request().application(),
                    run.request().deploymentGroup(),
                    run.entry().nonce(),
                    calledAt);
        } catch (SdkException e) {
            lookupFailed(e);
            return;
        }
        refusals = 0;
        // the first answer after a restart teaches AWS's clock: ours may have been ahead of it
        Instant asOf = before.isBefore(run.awsNow()) ? before : run.awsNow();
        if (found.isPresent()) {
            result.found(found.get());
        } else if (!asOf.isBefore(times.settled(calledAt, run.callTimeout()))) {
            result.confirmedAbsent();
        } else if (searching.exceeds(
                times.settled(run.callTimeout()).plus(times.watch().silence()))) {
            result.unknown(Problem.of(Text.of("deploy.unknown.clock", asOf, calledAt)));
        } else {
            again();
        }
    }

    private void lookupFailed(SdkException e) {
        Duration limit = times.watch().silence();
        boolean goesOn = AwsErrors.isTransient(e) ? !searching.exceeds(limit) : ++refusals < MOST_REFUSALS;
        if (goesOn) {
            calls.renewIfStale(e);
            again();
        } else {
            result.unknown(run.explain("codedeploy:ListDeployments", e));
        }
    }

    private void again() {
        looks = Math.min(looks + 1, LONGEST_PAUSE);
        run.later(times.look().multipliedBy(looks), this::findByNonce);
    }
}
