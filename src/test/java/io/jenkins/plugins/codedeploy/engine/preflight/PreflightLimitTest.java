package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Somebody who waits before a form is told what is known by then. */
@Timeout(1800)
@Execution(ExecutionMode.CONCURRENT)
class PreflightLimitTest {
    @TempDir
    Path folder;

    /** How much a busy machine does within a limit is not known: each try has twice as long as the last. */
    private static void untilEnough(Try once) throws Exception {
        Duration limit = Duration.ofSeconds(2);
        while (!once.within(limit)) {
            assertTrue(limit.toMinutes() < 4, "it was never enough");
            limit = limit.multipliedBy(2);
        }
    }

    private interface Try {
        boolean within(Duration limit) throws Exception;
    }

    /** What was begun is aborted, and only then the wait ends. */
    @Test
    void leavesNothingWhenItGivesUp() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        try (BuiltAccounts accounts = BuiltAccounts.bucketInSource(folder)) {
            PartProbe stuck = (part, content) -> {
                try {
                    new CountDownLatch(1).await();
                    throw new AssertionError("nobody lets it go");
                } catch (InterruptedException e) {
                    given.countDown();
                    throw e;
                }
            };
            untilEnough(limit -> {
                List<CheckResult> results = accounts.preflight(stuck, limit);
                List<Check> unanswered = results.stream()
                        .filter(r -> r.finding().code().equals("preflight.unanswered"))
                        .map(CheckResult::check)
                        .toList();
                assertTrue(unanswered.contains(Check.UPLOAD), () -> GeneratedSetupTest.told(results));
                return unanswered.size() == 1;
            });
            given.await();
            assertEquals(
                    accounts.aws.calls().count("CreateMultipartUpload"),
                    accounts.aws.calls().count("AbortMultipartUpload"));
            assertEquals(
                    List.of(),
                    accounts.s3(BuiltAccounts.BUCKET)
                            .listMultipartUploads(r -> r.bucket(BuiltAccounts.BUCKET))
                            .uploads());
        }
    }

    /** A server that answers nobody before several have asked would keep one after the other waiting for ever. */
    @Test
    void asksSeveralThingsAtATime() throws Exception {
        // STS for both identities, and S3; what else S3 is asked waits to know whose the bucket must be
        CountDownLatch asked = new CountDownLatch(3);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                BuiltAccounts accounts = BuiltAccounts.bucketInSource(folder)) {
            Thread counts = new Thread(() -> {
                List<Socket> held = new ArrayList<>();
                try {
                    while (true) {
                        held.add(server.accept());
                        asked.countDown();
                    }
                } catch (IOException e) {
                    // closed: the test is over
                }
            });
            counts.setDaemon(true);
            counts.start();
            accounts.settings.endpoints = AwsEndpoints.all(URI.create("http://127.0.0.1:" + server.getLocalPort()));
            untilEnough(limit -> {
                accounts.preflight(PartProbe.local(), limit);
                return asked.getCount() == 0;
            });
        }
    }

    @Test
    void givesUpWhatHasNoAnswerYet() throws Exception {
        List<CheckResult> told = new CopyOnWriteArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                EngineRuntime runtime = new EngineRuntime(EngineTimes.DEFAULTS, Duration.ofMinutes(5))) {
            SourceIdentity source = new SourceIdentity(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret")),
                    "test",
                    "credential \"aws-dev\"");
            TargetAccess access = TargetAccess.of(source, RoleArn.parse(BuiltAccounts.ROLE), null, "eu-central-1")
                    .with(AwsEndpoints.all(URI.create("http://127.0.0.1:" + silent.getLocalPort())));
            PreflightRequest request = new PreflightRequest(
                    access,
                    BucketTarget.of("acme-revisions", "eu-central-1"),
                    "CodeDeploy",
                    "shop",
                    "production",
                    null);
            List<CheckResult> results = new Preflight(runtime.clients(), "test")
                    .run(request, PartProbe.local(), told::add, Duration.ofSeconds(1));
            assertEquals(
                    List.of(Check.values()),
                    results.stream().map(CheckResult::check).toList());
            assertTrue(
                    results.stream()
                            .allMatch(r -> r.status() == Status.NOT_PROVABLE
                                    && r.finding().code().equals("preflight.unanswered")),
                    results::toString);
            assertEquals(results.size(), told.size());
        }
    }
}
