package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs every check, several at a time. Changes nothing: the one upload that it begins is aborted. */
public final class Preflight {
    private static final int AT_A_TIME = 6;

    private final AwsClients clients;
    private final String sessionName;

    /** @param sessionName as {@link io.jenkins.plugins.codedeploy.engine.aws.SessionName} makes it */
    public Preflight(@NonNull AwsClients clients, @NonNull String sessionName) {
        this.clients = clients;
        this.sessionName = sessionName;
    }

    /**
     * @param probe on the machine that would upload
     * @return one result a check, in the order of the guide's steps
     */
    @NonNull
    public List<CheckResult> run(
            @NonNull PreflightRequest request, @NonNull PartProbe probe, @NonNull PreflightListener listener)
            throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME, task -> {
            Thread thread = new Thread(task, "codedeploy-preflight");
            thread.setDaemon(true);
            return thread;
        });
        try (Scene scene = new Scene(clients, request, sessionName)) {
            List<Callable<CheckResult>> work = List.of(
                    watched(Check.ASSUME_ROLE, new RoleChecks(scene)::assume, listener),
                    watched(Check.IDENTITY, new RoleChecks(scene)::identity, listener),
                    watched(Check.UPLOAD, () -> new UploadCheck(scene, probe).upload(), listener),
                    watched(Check.BUCKET, new BucketChecks(scene)::bucket, listener),
                    watched(Check.BUCKET_REGION, new BucketChecks(scene)::region, listener),
                    watched(Check.OWNERSHIP, new BucketChecks(scene)::ownership, listener),
                    watched(Check.ENCRYPTION, new BucketChecks(scene)::encryption, listener),
                    watched(Check.BUCKET_POLICY, new InstanceChecks(scene)::bucketPolicy, listener),
                    watched(Check.INSTANCE_ROLE, new InstanceChecks(scene)::ownPolicy, listener),
                    watched(Check.APPLICATION, new GroupChecks(scene)::application, listener),
                    watched(Check.DEPLOYMENT_GROUP, new GroupChecks(scene)::group, listener),
                    watched(Check.TARGETS, new GroupChecks(scene)::targets, listener),
                    watched(Check.SERVICE_ROLE, new GroupChecks(scene)::serviceRole, listener),
                    watched(Check.STOP, new RightChecks(scene)::stop, listener),
                    watched(Check.CREATE, new RightChecks(scene)::create, listener));
            return workers.invokeAll(work).stream()
                    .map(Preflight::result)
                    .sorted(Comparator.comparing(CheckResult::check))
                    .toList();
        } finally {
            workers.shutdownNow();
        }
    }

    /** How many results there are of each status. */
    @NonNull
    public static Map<CheckResult.Status, Long> count(@NonNull List<CheckResult> results) {
        return results.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        CheckResult::status,
                        () -> new java.util.EnumMap<>(CheckResult.Status.class),
                        java.util.stream.Collectors.counting()));
    }

    /** A check that stumbles ends alone. */
    private static Callable<CheckResult> watched(Check check, Callable<CheckResult> body, PreflightListener listener) {
        return () -> {
            CheckResult result;
            try {
                result = body.call();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                result = CheckResult.notPermitted(
                        check,
                        Text.of("preflight.unanswered"),
                        Problem.of(Text.of("preflight.unanswered.said", AwsErrors.message(e))));
            }
            listener.checked(result);
            return result;
        };
    }

    private static CheckResult result(Future<CheckResult> done) {
        try {
            return done.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
