package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Creates one deployment, exactly once: the call takes no token, so nothing is asked again until it is known what
 * became of the last try. All of it runs on the run's serial executor.
 *
 * <pre>
 * attempt ──▶ created
 *  ▲ │ │ └──▶ refused: the run ends
 *  │ │ └────▶ LostCall: found, or the run ends ──▶ absent ─┐
 *  │ └──────▶ GroupWait ─────────────────────▶ group free ─┤
 *  │ └──────▶ Backoff, or the run ends ──────▶ pause over ─┤
 *  └───────────────────────────────────────────────────────┘
 * </pre>
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html">CreateDeployment</a>
 */
final class Creation implements Phase {
    private static final Pattern DEPLOYMENT_ID = Pattern.compile("\\bd-[A-Z0-9]{6,40}\\b");
    private static final String CALL = "codedeploy:CreateDeployment";
    private static final String BUSY = "DeploymentLimitExceededException";
    private static final int MOST_STALE = 3;
    private static final int FEWEST_DELAYS = 2;

    private final DeploymentRun run;
    private final DeploymentCalls calls;
    private final EngineTimes times;
    private final Registration registration;
    private final GroupWait groupWait;
    private final Backoff backoff;
    private int stale;
    private boolean newerWaits;
    /** The deployment that held the group last, and was seen to be over. */
    private String overHolder;
    /** Some call's answer was lost: a deployment that holds the group may be our own. */
    private boolean doubtful;
    /** The check of the last call whose response was lost. */
    private Problem lost;

    Creation(DeploymentRun run, DeploymentCalls calls, EngineTimes times, GroupQueue queue, GroupQueue.Group group) {
        this.run = run;
        this.calls = calls;
        this.times = times;
        registration = new Registration(run, calls);
        groupWait = new GroupWait(run, queue, group, this::groupIsFree, this::overtaken);
        backoff = new Backoff(times.look());
    }

    /** Resumes from the stage in the journal. */
    @Override
    public void enter() {
        JournalEntry entry = run.entry();
        doubtful = entry.calledAt() != null;
        if (doubtful && entry.stage() != Stage.INTENDED) {
            search();
        } else {
            attempt();
        }
    }

    @Override
    public void abort() {
        if (run.entry().stage() == Stage.INTENDED) {
            endBeforeCreation();
        }
        // otherwise a call is in doubt: continue until it is known whether there is a deployment to stop
    }

    @Override
    public void release() {
        groupWait.leave();
    }

    @Override
    public void releaseForOthers() {
        groupWait.leavePlace();
    }

    @Override
    public Text status() {
        String holder = groupWait.holderId();
        return holder == null ? Text.of("deploy.status.creating") : Text.of("deploy.status.busy", holder);
    }

    @Override
    public Problem leftBehind() {
        String id = run.entry().deploymentId();
        if (id != null) {
            return Problem.of(Text.of("deploy.aborted.twice.unseen", id));
        }
        return run.entry().stage() == Stage.CALLED
                ? Problem.of(
                        Text.of("deploy.aborted.inDoubt"),
                        Text.of("deploy.unknown.fix", run.entry().nonce()))
                : Problem.of(Text.of("deploy.aborted.early"));
    }

    private void groupIsFree(@CheckForNull String holder) {
        overHolder = holder;
        attempt();
    }

    private void overtaken() {
        newerWaits = true;
        endIfOvertaken();
    }

    /** Another run waits for the group by now. A call that is in doubt is not left. */
    private boolean endIfOvertaken() {
        boolean ends = newerWaits
                && run.policy().onActive() == DeploymentPolicy.OnActive.NEWEST
                && run.entry().stage() == Stage.INTENDED
                && !run.isAborting();
        if (ends) {
            DeploymentRequest request = run.request();
            run.end(Outcome.withoutDeployment(
                    Outcome.Kind.OVERTAKEN,
                    Problem.of(Text.of("deploy.overtaken", request.application(), request.deploymentGroup()))));
        }
        return ends;
    }

    private void attempt() {
        if (run.isAborting()) {
            endBeforeCreation();
            return;
        }
        if (run.policy().onActive() != DeploymentPolicy.OnActive.FAIL && groupWait.queueUp()) {
            return;
        }
        String action = "sts:AssumeRole";
        try {
            calls.enter();
            Problem certain = run.probeRevision();
            if (certain != null) {
                run.end(Outcome.withoutDeployment(Outcome.Kind.NOT_CREATED, certain));
                return;
            }
            action = "codedeploy:RegisterApplicationRevision";
            registration.ensure();
        } catch (SdkException e) {
            failed(e, action);
            return;
        }
        Problem refusal = run.policy().guard().refusal();
        if (run.isAborting()) {
            endBeforeCreation();
        } else if (refusal != null) {
            notCreated(refusal);
        } else if (journalCall()) {
            create();
        }
    }

    /** @return false where the run is over, for whatever reason */
    private boolean journalCall() {
        try {
            return run.journalCall();
        } catch (IOException e) {
            notCreated(Problem.of(Text.of("deploy.journalUnwritable", AwsErrors.message(e))));
            return false;
        }
    }

    private void create() {
        String id;
        try {
            id = calls.create(run.request(), run.entry().nonce());
        } catch (SdkException e) {
            failed(e, CALL);
            return;
        }
        registration.tellRefusal();
        run.created(id, false);
    }

    private void failed(SdkException e, String action) {
        if (AwsErrors.noConnection(e) != null) {
            // this call never left
            markNotCreated();
            delay(e, action);
        } else if (BUSY.equals(AwsErrors.code(e))) {
            busy(e);
        } else if (AwsErrors.isThrottle(e)) {
            markNotCreated();
            delay(e, action);
        } else if (AwsErrors.isExpired(e) && stale++ < MOST_STALE) {
            markNotCreated();
            calls.renew();
            run.later(times.look(), this::attempt);
        } else if (!AwsErrors.isUnanswered(e)) {
            markNotCreated();
            notCreated(run.explain(action, e));
        } else if (run.entry().stage() == Stage.CALLED) {
            lost = run.explain(action, e);
            run.tell(new DeploymentEvent.AnswerLost(lost));
            search();
        } else {
            // the role was not even assumed: nothing was asked of CodeDeploy
            delay(e, action);
        }
    }

    /** The response shows that this call created no deployment, and no earlier call is in doubt. */
    private void markNotCreated() {
        run.journalIfPossible(run.entry().at(Stage.INTENDED, null));
    }

    private void delay(SdkException e, String action) {
        if (run.isAborting()) {
            endBeforeCreation();
            return;
        }
        boolean unreachable =
                !registration.isReached() && !Registration.isAwsAnswer(e) && backoff.pauses() >= FEWEST_DELAYS;
        if (!backoff.isWithin(unreachable ? times.unreachable() : patience())) {
            notCreated(run.explain(action, e));
            return;
        }
        Duration pause = backoff.next();
        run.tell(new DeploymentEvent.CreateDelayed(run.explain(action, e), pause));
        run.later(pause, this::attempt);
    }

    private Duration patience() {
        return times.watch().silence();
    }

    /** The group already deploys, or the account deploys all it may. Perhaps it is our own first call that holds it. */
    private void busy(SdkException e) {
        Matcher named = DEPLOYMENT_ID.matcher(AwsErrors.message(e));
        if (!named.find()) {
            markNotCreated();
            delay(e, CALL);
            return;
        }
        String active = named.group();
        boolean ours = false;
        try {
            ours = calls.isOurs(active, run.entry().nonce());
        } catch (SdkException lookupFailure) {
            if (AwsErrors.isTransient(lookupFailure) && backoff.isWithin(patience())) {
                // not to know our own deployment would be to deny it
                calls.renewIfStale(lookupFailure);
                run.later(backoff.next(), () -> busy(e));
                return;
            }
            if (doubtful) {
                unknown(run.explain("codedeploy:ListDeployments", lookupFailure));
                return;
            }
        }
        if (ours) {
            run.created(active, true);
        } else {
            busyWith(active, e);
        }
    }

    private void busyWith(String active, SdkException e) {
        markNotCreated();
        if (run.isAborting()) {
            endBeforeCreation();
        } else if (run.policy().onActive() == DeploymentPolicy.OnActive.FAIL) {
            DeploymentRequest request = run.request();
            notCreated(Problem.of(
                    Text.of("deploy.groupBusy", request.deploymentGroup(), request.application(), active),
                    Text.of("deploy.groupBusy.fix")));
        } else if (active.equals(overHolder)) {
            // it was over before this call: AWS frees the group late, and must not for ever
            delay(e, CALL);
        } else if (!endIfOvertaken()) {
            stale = 0;
            backoff.reset();
            groupWait.waitFor(active);
        }
    }

    private void search() {
        doubtful = true;
        if (!run.isOver()) {
            new LostCall(run, calls, times, new LostCall.Result() {
                        @Override
                        public void found(String deploymentId) {
                            run.created(deploymentId, true);
                        }

                        @Override
                        public void confirmedAbsent() {
                            tryAgain();
                        }

                        @Override
                        public void unknown(Problem why) {
                            Creation.this.unknown(why);
                        }
                    })
                    .findByNonce();
        }
    }

    private void tryAgain() {
        markNotCreated();
        if (lost != null && !backoff.isWithin(patience())) {
            notCreated(lost);
            return;
        }
        run.tell(new DeploymentEvent.ConfirmedAbsent());
        attempt();
    }

    private void unknown(Problem cannotLook) {
        run.journalIfPossible(run.entry().at(Stage.UNKNOWN, null));
        DeploymentRequest request = run.request();
        run.end(Outcome.withoutDeployment(
                Outcome.Kind.UNKNOWN,
                new Problem(
                        Text.of("deploy.unknown", request.application(), request.deploymentGroup()),
                        cannotLook.summary(),
                        Text.of("deploy.unknown.fix", run.entry().nonce()))));
    }

    private void notCreated(Problem why) {
        run.end(Outcome.withoutDeployment(Outcome.Kind.NOT_CREATED, why));
    }

    private void endBeforeCreation() {
        run.end(Outcome.withoutDeployment(
                Outcome.Kind.ABORTED,
                Problem.of(
                        run.abortCause() == DeploymentHandle.AbortCause.TIMEOUT
                                ? Text.of("deploy.timeout.early", run.policy().timeoutText())
                                : Text.of("deploy.aborted.early"))));
    }
}
