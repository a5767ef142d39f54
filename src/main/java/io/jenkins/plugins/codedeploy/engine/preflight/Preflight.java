package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs every check, several at a time, on threads that all preflights share. Changes nothing: the one upload that it begins is aborted, and StopDeployment and
 * ContinueDeployment, unless left out, are called only on a deployment that has ended.
 */
public final class Preflight {
    private static final Logger LOGGER = Logger.getLogger(Preflight.class.getName());
    /** Each call has its own limit, and tries; this is for what none of them foresees. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** After the limit, for what a given-up upload has begun to be aborted. */
    private static final Duration TIDYING = Duration.ofSeconds(5);

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
        return run(request, probe, listener, PATIENCE, clients.checks().of(request.access()));
    }

    /**
     * For somebody who waits.
     *
     * @param limit after which a check that has no answer yet is given up
     */
    @NonNull
    public List<CheckResult> run(
            @NonNull PreflightRequest request,
            @NonNull PartProbe probe,
            @NonNull PreflightListener listener,
            @NonNull Duration limit)
            throws InterruptedException {
        return run(request, probe, listener, limit, clients.checks().urgent(request.access()));
    }

    private List<CheckResult> run(
            PreflightRequest request, PartProbe probe, PreflightListener listener, Duration limit, Executor threads)
            throws InterruptedException {
        PreflightContext scene = new PreflightContext(clients, request, sessionName);
        UploadCheck upload = new UploadCheck(scene, probe);
        List<Looking> work = checks(scene, upload).entrySet().stream()
                .map(check -> new Looking(check.getKey(), check.getValue(), scene, listener))
                .toList();
        List<FutureTask<CheckResult>> tasks = work.stream().map(FutureTask::new).toList();
        try {
            begin(tasks, scene, threads);
            await(tasks, limit);
            List<CheckResult> results = new ArrayList<>();
            for (int i = 0; i < work.size(); i++) {
                results.add(work.get(i).reconsidered(result(work.get(i).check, tasks.get(i), listener)));
            }
            results.sort(Comparator.comparing(CheckResult::check));
            return results;
        } finally {
            // interrupted, they may be tidying up
            tasks.forEach(task -> task.cancel(true));
            upload.awaitTidied(TIDYING);
        }
    }

    /** The clients are closed when the last check has ended, which may be after whoever waited has gone. */
    private static void begin(List<FutureTask<CheckResult>> tasks, PreflightContext scene, Executor threads) {
        AtomicInteger open = new AtomicInteger(tasks.size());
        for (FutureTask<CheckResult> task : tasks) {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    if (open.decrementAndGet() == 0) {
                        scene.close();
                    }
                }
            });
        }
    }

    private static void await(List<FutureTask<CheckResult>> tasks, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (FutureTask<CheckResult> task : tasks) {
            try {
                task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                task.cancel(true);
            } catch (ExecutionException failed) {
                LOGGER.log(Level.FINE, "a check has failed", failed);
            }
        }
    }

    /** Those that others wait for come first. */
    private static Map<Check, Callable<CheckResult>> checks(PreflightContext scene, UploadCheck upload) {
        Map<Check, Callable<CheckResult>> checks = new LinkedHashMap<>();
        checks.put(Check.ASSUME_ROLE, new RoleChecks(scene)::assume);
        checks.put(Check.IDENTITY, new RoleChecks(scene)::identity);
        checks.put(Check.UPLOAD, upload::upload);
        checks.put(Check.BUCKET, new BucketChecks(scene)::bucket);
        checks.put(Check.BUCKET_REGION, new BucketChecks(scene)::region);
        checks.put(Check.OWNERSHIP, new BucketChecks(scene)::ownership);
        checks.put(Check.ENCRYPTION, new BucketChecks(scene)::encryption);
        checks.put(Check.BUCKET_POLICY, new InstanceChecks(scene)::bucketPolicy);
        checks.put(Check.INSTANCE_ROLE, new InstanceChecks(scene)::ownPolicy);
        checks.put(Check.APPLICATION, new GroupChecks(scene)::application);
        checks.put(Check.DEPLOYMENT_GROUP, new GroupChecks(scene)::group);
        checks.put(Check.TARGETS, new GroupChecks(scene)::targets);
        checks.put(Check.SERVICE_ROLE, new GroupChecks(scene)::serviceRole);
        checks.put(Check.STOP, new PermissionChecks(scene)::stop);
        checks.put(Check.CREATE, new PermissionChecks(scene)::create);
        return checks;
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

    /** A check that fails unexpectedly ends alone. */
    private static final class Looking implements Callable<CheckResult> {
        private final Check check;
        private final Callable<CheckResult> body;
        private final PreflightContext scene;
        private final PreflightListener listener;
        private volatile Unanswered unanswered;

        Looking(Check check, Callable<CheckResult> body, PreflightContext scene, PreflightListener listener) {
            this.check = check;
            this.body = body;
            this.scene = scene;
            this.listener = listener;
        }

        @Override
        public CheckResult call() throws InterruptedException {
            CheckResult result;
            try {
                result = body.call();
            } catch (InterruptedException e) {
                throw e;
            } catch (CancellationException e) {
                throw new InterruptedException();
            } catch (Unanswered e) {
                unanswered = e;
                result = e.of(check);
            } catch (Exception e) {
                if (AwsErrors.isInterruption(e)) {
                    throw new InterruptedException();
                }
                result = CheckResult.notProvable(check, Problem.of(Text.of("preflight.broken", AwsErrors.message(e))));
            }
            listener.checked(result);
            return result;
        }

        /** When all checks have ended: a service that has answered one of them can be reached. */
        CheckResult reconsidered(CheckResult result) {
            Unanswered e = unanswered;
            return e != null && scene.hasAnswered(e.service()) ? e.ofOneCall(check) : result;
        }
    }

    private static CheckResult result(Check check, Future<CheckResult> done, PreflightListener listener) {
        try {
            return done.get();
        } catch (CancellationException e) {
            CheckResult late = CheckResult.notProvable(check, Problem.of(Text.of("preflight.unanswered")));
            listener.checked(late);
            return late;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
