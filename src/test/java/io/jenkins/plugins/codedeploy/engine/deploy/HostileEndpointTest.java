package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.simulator.HostileEndpoint;
import io.jenkins.plugins.codedeploy.simulator.HostileEndpoint.Behavior;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;

/** What an endpoint answers that is not AWS's reaches nothing but what asked it. */
class HostileEndpointTest {
    private static final long MIB = 1 << 20;

    private HostileEndpoint hostile;
    private EngineRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        hostile = new HostileEndpoint();
        runtime = new EngineRuntime(TwoAccounts.FAST, TwoAccounts.CALL_TIMEOUT);
    }

    @AfterEach
    void stop() throws IOException {
        runtime.close();
        hostile.close();
    }

    @ParameterizedTest
    @CsvSource({"REPEATED_TOKEN, 2, a page that was already read", "ENDLESS_PAGES, 200, 200 pages with 200 entries"})
    void aListThatDoesNotEndIsGivenUp(Behavior behavior, int pages, String told) {
        HostileEndpoint.lists().forEach(list -> hostile.on(list, behavior));
        TargetCatalog catalog = new TargetCatalog(runtime.clients(), access(hostile));

        says(told, assertThrows(EngineException.class, catalog::applications));
        says(told, assertThrows(EngineException.class, () -> catalog.deploymentGroups("shop")));
        says(
                told,
                assertThrows(
                        EngineException.class, () -> FindByNonceTest.find(runtime.engine(), access(hostile), lost())));
        assertEquals(pages, hostile.calls("ListApplications"));
        assertEquals(pages, hostile.calls("ListDeploymentGroups"));
        assertEquals(pages, hostile.calls("ListDeployments"));
    }

    /** What has no deployment ID, or no credentials, is no answer. */
    @ParameterizedTest
    @CsvSource({"CreateDeployment", "AssumeRole", "GetDeploymentGroup", "BatchGetDeployments"})
    void anEmptyAnswerEndsNoRunInAnErrorOfOurs(String operation) throws Exception {
        hostile.on(operation, Behavior.EMPTY);
        Followed run = new Followed();
        run.run = runtime.engine()
                .start(
                        access(hostile, RoleArn.parse("arn:aws:iam::222222222222:role/deploy")),
                        "test",
                        TwoAccounts.request("production"),
                        DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnAbort.LEAVE),
                        Nonce.of("nonce"),
                        Journal.inMemory(),
                        run.events::add,
                        run.outcome::complete);
        TwoAccounts.await(() -> hostile.calls(operation) > 0 || operation.equals("GetDeploymentGroup"));
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        // without credentials it may have ended by itself before the abort
        assertTrue(
                Set.of(Outcome.Kind.ABORTED, Outcome.Kind.NOT_CREATED)
                        .contains(run.outcome().kind()),
                run.outcome().toString());
        assertNotEquals("deploy.broken", run.outcome().problem().summary().code());
    }

    /** Targets that cannot be listed are no reason to stop watching. */
    @Test
    void aDeploymentIsWatchedWhoseTargetsHaveNoEnd() throws Exception {
        hostile.on("ListDeploymentTargets", Behavior.ENDLESS_PAGES);
        Followed run = new Followed();
        run.run = runtime.engine()
                .follow(
                        access(hostile),
                        "test",
                        "d-HOSTILE00",
                        DeploymentPolicy.DEFAULTS.with(DeploymentPolicy.OnAbort.LEAVE),
                        Journal.inMemory(),
                        run.events::add,
                        run.outcome::complete);
        TwoAccounts.await(() -> hostile.calls("BatchGetDeployments") >= 3);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        assertTrue(
                hostile.calls("ListDeploymentTargets") <= 200 * hostile.calls("BatchGetDeployments"),
                "200 pages at most in one look");
    }

    /** An error code alone would not tell whether the answer was read to its end. */
    @ParameterizedTest
    @EnumSource(
            value = Behavior.class,
            names = {"ENDLESS_BODY", "COMPRESSED_BODY"})
    void anAnswerWithoutEndIsGivenUp(Behavior behavior) {
        hostile.on("ListApplications", behavior);
        TargetCatalog catalog = new TargetCatalog(runtime.clients(), access(hostile));

        assertThrows(EngineException.class, catalog::applications);
        assertTrue(hostile.calls("ListApplications") <= 3);
        long most = behavior == Behavior.ENDLESS_BODY ? 3 * 16 * MIB : 10_000 * MIB;
        assertTrue(hostile.sent() <= most, hostile.sent() + " bytes were sent");
    }

    @Test
    void aRedirectionIsNotFollowed() throws IOException {
        try (HostileEndpoint other = new HostileEndpoint()) {
            hostile.on(HostileEndpoint.ANY, Behavior.REDIRECT).redirectTo(other.address());
            TargetCatalog catalog = new TargetCatalog(runtime.clients(), access(hostile));

            assertThrows(EngineException.class, catalog::applications);
            assertTrue(hostile.calls(HostileEndpoint.ANY) > 0);
            assertEquals(0, other.calls(HostileEndpoint.ANY));
        }
    }

    /** The SDK would correct the clock of every client in the process. */
    @Test
    void aFalseDateMisleadsOnlyWhoAskedForIt() throws Exception {
        hostile.on("ListApplications", Behavior.FALSE_DATE);
        TargetAccess access = access(hostile);
        assertThrows(EngineException.class, new TargetCatalog(runtime.clients(), access)::applications);

        assertTrue(runtime.clients().clock(access).now().isBefore(Instant.parse("2001-01-01T00:00:00Z")));
        assertEquals(0, SdkGlobalTime.getGlobalTimeOffset());
        try (HostileEndpoint other = new HostileEndpoint()) {
            Duration off = Duration.between(
                    Instant.now(), runtime.clients().clock(access(other)).now());
            assertTrue(off.abs().compareTo(Duration.ofMinutes(1)) < 0, off.toString());
        }
    }

    @Test
    void aDateThatIsNoneHarmsNothing() throws Exception {
        hostile.on(HostileEndpoint.ANY, Behavior.GARBAGE_DATE);
        TargetAccess access = access(hostile);
        assertEquals(
                0, new TargetCatalog(runtime.clients(), access).applications().size());
        Duration off = Duration.between(
                Instant.now(),
                runtime.clients().clock(AwsService.STS, access, null).now());
        assertTrue(off.abs().compareTo(Duration.ofMinutes(1)) < 0, off.toString());
    }

    private static void says(String words, EngineException e) {
        assertTrue(e.problem().in(Locale.ENGLISH).contains(words), e.problem().in(Locale.ENGLISH));
    }

    private static JournalEntry lost() {
        return JournalEntry.builder("nonce", "shop", "production", "eu-central-1")
                .revision("revision")
                .build()
                .called(Instant.now());
    }

    private static TargetAccess access(HostileEndpoint endpoint) {
        return access(endpoint, null);
    }

    private static TargetAccess access(HostileEndpoint endpoint, RoleArn role) {
        return TargetAccess.of(
                        new SourceIdentity(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")),
                                "test",
                                "test"),
                        role,
                        null,
                        "eu-central-1")
                .with(AwsEndpoints.all(endpoint.address()));
    }
}
