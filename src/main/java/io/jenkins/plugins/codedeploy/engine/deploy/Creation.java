package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Creates one deployment, exactly once: the call takes no token, so nothing is asked again until it is known what
 * became of the last try. All of it runs on the run's serial executor.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html">CreateDeployment</a>
 */
final class Creation {
    private static final Pattern DEPLOYMENT_ID = Pattern.compile("\\bd-[A-Z0-9]{6,40}\\b");
    private static final String BUSY = "DeploymentLimitExceededException";
    private static final int MOST_REFUSED_LOOKS = 3;
    private static final int MOST_STALE = 3;
    private static final int FEWEST_DELAYS = 2;

    private final DeploymentRun run;
    private final DeploymentCalls calls;
    private final EngineTimes times;
    private boolean registered;
    /** CodeDeploy has answered once: its address is right, so that silence is an outage, and worth waiting for. */
    private boolean reached;

    private int delays;
    private int stale;
    private int refusedLooks;
    private int looks;
    private Instant lookingSince;
    private Instant delayedSince;
    /** Some call's answer was lost: a deployment that holds the group may be our own. */
    private boolean doubtful;
    /** What became of the last call whose answer was lost. */
    private Problem lost;

    Creation(DeploymentRun run, DeploymentCalls calls, EngineTimes times) {
        this.run = run;
        this.calls = calls;
        this.times = times;
    }

    /** Goes on from where the journal says it was. */
    void begin(JournalEntry entry) {
        doubtful = entry.calledAt() != null;
        if (entry.calledAt() != null && entry.stage() != Stage.INTENDED) {
            findByNonce();
        } else {
            attempt();
        }
    }

    void attempt() {
        if (run.isAborting()) {
            run.endBeforeCreation();
            return;
        }
        if (run.policy().onActive() == DeploymentPolicy.OnActive.WAIT && run.queueUp()) {
            return;
        }
        String action = "sts:AssumeRole";
        try {
            calls.enter();
            action = "codedeploy:RegisterApplicationRevision";
            register();
        } catch (SdkException e) {
            failed(e, action);
            return;
        }
        if (run.isAborting()) {
            run.endBeforeCreation();
            return;
        }
        try {
            if (!run.journalCall()) {
                return;
            }
        } catch (IOException e) {
            run.end(Outcome.withoutDeployment(
                    Outcome.Kind.NOT_CREATED, Problem.of(Text.of("deploy.journalUnwritable", e.getMessage()))));
            return;
        }
        try {
            String id = calls.create(run.request(), run.nonce());
            created(id, false);
        } catch (SdkException e) {
            failed(e, "codedeploy:CreateDeployment");
        }
    }

    private void register() {
        if (registered) {
            return;
        }
        try {
            calls.register(run.request());
            reached = true;
        } catch (SdkException e) {
            reached = isAwsAnswer(e);
            if (!(e instanceof AwsServiceException)) {
                throw e;
            }
            run.tell(new DeploymentEvent.NotRegistered(run.explain("codedeploy:RegisterApplicationRevision", e)));
        }
        registered = true;
    }

    private void created(String id, boolean adopted) {
        run.created(id, adopted);
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
        } else if (AwsErrors.isUnanswered(e)) {
            if (run.entry().stage() == Stage.CALLED) {
                lost = run.explain(action, e);
                run.tell(new DeploymentEvent.AnswerLost(lost));
                findByNonce();
            } else {
                // the role was not even assumed: nothing was asked of CodeDeploy
                delay(e, action);
            }
        } else {
            markNotCreated();
            run.end(Outcome.withoutDeployment(Outcome.Kind.NOT_CREATED, run.explain(action, e)));
        }
    }

    /** AWS's answer says that this call created nothing, and no earlier one is in doubt. */
    private void markNotCreated() {
        run.journalIfPossible(run.entry().at(Stage.INTENDED, null));
    }

    private void delay(SdkException e, String action) {
        if (run.isAborting()) {
            run.endBeforeCreation();
            return;
        }
        boolean nobodyThere = !reached && !isAwsAnswer(e) && delays >= FEWEST_DELAYS;
        if (!isPatient(nobodyThere ? times.unreachable() : times.watch().silence())) {
            run.end(Outcome.withoutDeployment(Outcome.Kind.NOT_CREATED, run.explain(action, e)));
            return;
        }
        Duration pause = nextPause();
        run.tell(new DeploymentEvent.CreateDelayed(run.explain(action, e), pause));
        run.later(pause, this::attempt);
    }

    /** Also one that speaks of AWS's own trouble: somebody is there. */
    private static boolean isAwsAnswer(SdkException e) {
        return !AwsErrors.code(e).isEmpty();
    }

    private boolean isPatient() {
        return isPatient(times.watch().silence());
    }

    private boolean isPatient(Duration limit) {
        Instant now = run.awsNow();
        if (delayedSince == null) {
            delayedSince = now;
        }
        return Duration.between(delayedSince, now).compareTo(limit) <= 0;
    }

    private Duration nextPause() {
        return times.look().multipliedBy(1L << Math.min(delays++, 5));
    }

    /** The group already deploys, or the account deploys all it may. Perhaps it is our own first call that holds it. */
    private void busy(SdkException e) {
        Matcher named = DEPLOYMENT_ID.matcher(AwsErrors.message(e));
        if (!named.find()) {
            markNotCreated();
            delay(e, "codedeploy:CreateDeployment");
            return;
        }
        String active = named.group();
        boolean ours;
        try {
            ours = calls.isOurs(active, run.nonce());
        } catch (SdkException unseen) {
            if (AwsErrors.isTransient(unseen) && isPatient()) {
                // not to know our own deployment would be to deny it
                if (AwsErrors.isExpired(unseen)) {
                    calls.renew();
                }
                run.later(nextPause(), () -> busy(e));
                return;
            }
            if (doubtful) {
                unknown(unseen);
                return;
            }
            ours = false;
        }
        if (ours) {
            created(active, true);
            return;
        }
        markNotCreated();
        if (run.isAborting()) {
            run.endBeforeCreation();
        } else if (run.policy().onActive() == DeploymentPolicy.OnActive.FAIL) {
            run.end(Outcome.withoutDeployment(
                    Outcome.Kind.NOT_CREATED,
                    Problem.of(
                            Text.of(
                                    "deploy.groupBusy",
                                    run.request().deploymentGroup(),
                                    run.request().application(),
                                    active),
                            Text.of("deploy.groupBusy.fix"))));
        } else {
            delays = 0;
            stale = 0;
            delayedSince = null;
            run.waitForGroup(active);
        }
    }

    /** Looks for the deployment that a lost call may have created, until it is found or surely absent. */
    private void findByNonce() {
        if (run.isOver()) {
            return;
        }
        doubtful = true;
        Instant calledAt = run.entry().calledAt();
        Instant before = run.awsNow();
        if (lookingSince == null) {
            lookingSince = before;
        }
        Optional<String> found;
        try {
            found = calls.find(run.request().application(), run.request().deploymentGroup(), run.nonce(), calledAt);
        } catch (SdkException e) {
            unseen(e, before);
            return;
        }
        refusedLooks = 0;
        // the first answer after a restart teaches AWS's clock: ours may have been ahead of it
        Instant asOf = before.isBefore(run.awsNow()) ? before : run.awsNow();
        if (found.isPresent()) {
            created(found.get(), true);
        } else if (asOf.isBefore(times.settled(calledAt, run.callTimeout()))) {
            run.later(times.look().multipliedBy(Math.min(++looks, 4)), this::findByNonce);
        } else {
            markNotCreated();
            lookingSince = null;
            looks = 0;
            if (lost != null && !isPatient()) {
                run.end(Outcome.withoutDeployment(Outcome.Kind.NOT_CREATED, lost));
                return;
            }
            run.tell(new DeploymentEvent.ConfirmedAbsent());
            attempt();
        }
    }

    private void unseen(SdkException e, Instant now) {
        boolean passing = AwsErrors.isTransient(e);
        boolean patient =
                Duration.between(lookingSince, now).compareTo(times.watch().silence()) < 0;
        if (passing && patient || !passing && ++refusedLooks < MOST_REFUSED_LOOKS) {
            if (AwsErrors.isExpired(e)) {
                calls.renew();
            }
            run.later(times.look().multipliedBy(Math.min(++looks, 4)), this::findByNonce);
            return;
        }
        unknown(e);
    }

    private void unknown(SdkException e) {
        run.journalIfPossible(run.entry().at(Stage.UNKNOWN, null));
        Problem cannotLook = run.explain("codedeploy:ListDeployments", e);
        run.end(Outcome.withoutDeployment(
                Outcome.Kind.UNKNOWN,
                new Problem(
                        Text.of(
                                "deploy.unknown",
                                run.request().application(),
                                run.request().deploymentGroup()),
                        cannotLook.summary(),
                        Text.of("deploy.unknown.fix", run.nonce()))));
    }
}
