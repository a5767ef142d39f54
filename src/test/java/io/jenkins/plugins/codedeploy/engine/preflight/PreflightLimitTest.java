package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.tools.cli.EngineRuntime;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Somebody who waits before a form is told what is known by then. */
@Timeout(60)
class PreflightLimitTest {
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
                            .allMatch(r -> r.status() == Status.NOT_PERMITTED_TO_LOOK
                                    && r.finding().code().equals("preflight.unanswered")),
                    results::toString);
            assertEquals(results.size(), told.size());
        }
    }
}
