package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What preflight says on the whole, and what it leaves alone. */
@Timeout(120)
class PreflightGateTest {
    private static final List<String> IN_ORDER =
            List.of(Check.values()).stream().map(Check::id).toList();

    @TempDir
    Path folder;

    private BuiltAccounts accounts;
    private HttpServer codeDeploy;
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    @BeforeEach
    void build() throws Exception {
        accounts = BuiltAccounts.bucketInSource(folder);
    }

    @AfterEach
    void close() throws Exception {
        accounts.close();
        if (codeDeploy != null) {
            codeDeploy.stop(0);
        }
    }

    /** After the first success only CreateDeployment itself is open, for ever: a gate that never opens is none. */
    @Test
    void everythingIsProvedAfterTheFirstDeployment() throws Exception {
        List<CheckResult> before = accounts.preflight();
        assertEquals("instance-role, targets, service-role, stop", unproved(before));
        assertTrue(new PreflightSummary(before).unproved().stream().allMatch(CheckResult::onlyInDeployment));
        assertNull(accounts.build());
        assertEquals("", unproved(accounts.preflight()));
    }

    @Test
    void whatOnlyADeploymentShowsIsListedOnce() throws Exception {
        List<Text> notes = new PreflightSummary(accounts.preflight()).notes();
        assertEquals(
                1,
                notes.stream().filter(n -> n.code().equals("preflight.later")).count());
        assertEquals(
                "instance-role, targets, service-role, stop, create",
                notes.get(0).args().get(0));
    }

    @Test
    void whatIsNotGivenIsSaid() throws Exception {
        accounts.settings.application = null;
        accounts.settings.group = null;
        List<CheckResult> results = accounts.preflight();
        assertEquals(
                List.of(
                        Check.APPLICATION,
                        Check.DEPLOYMENT_GROUP,
                        Check.TARGETS,
                        Check.SERVICE_ROLE,
                        Check.STOP,
                        Check.CREATE),
                GeneratedSetupTest.of(results, Status.NOT_CHECKED));
        assertFalse(new PreflightSummary(results).unproved().isEmpty());
        Text note = new PreflightSummary(results).notes().get(0);
        assertEquals("preflight.notChecked", note.code());
        assertEquals(
                "application, deployment-group, targets, service-role, stop, create",
                note.args().get(1));
    }

    /** The cause of this failure belongs to step 3, the check to step 5. */
    @Test
    void theOrderIsTheGuidesWhateverFails() throws Exception {
        accounts.settings.externalId = "another";
        List<CheckResult> results = accounts.preflight();
        assertEquals(IN_ORDER, results.stream().map(CheckResult::id).toList());
        assertEquals(1, GeneratedSetupTest.of(results, Status.FAILED).size());
        Text counts = new PreflightSummary(results).counts();
        assertEquals("15", counts.args().get(0));
        assertEquals(
                15L, counts.args().stream().skip(1).mapToLong(Long::parseLong).sum());
    }

    /** The deployment group's answer may be older than the deployment's. */
    @ParameterizedTest
    @ValueSource(strings = {"InProgress", "Ready", "Created", "Queued", "Baking", "NewStatus"})
    void nothingThatMayRunIsStopped(String status) throws Exception {
        serve(
                "SERVER",
                "\"lastAttemptedDeployment\": {\"deploymentId\": \"d-ABCDEFGHI\", \"status\": \"Failed\"}",
                "{\"deploymentsInfo\": [{\"deploymentId\": \"d-ABCDEFGHI\", \"status\": \"" + status + "\"}]}");
        CheckResult stop = result(accounts.preflight(), Check.STOP);
        assertEquals("preflight.stop.running", stop.finding().code(), stop::toString);
        assertEquals(1, calls.get("BatchGetDeployments"));
        assertNull(calls.get("StopDeployment"));
        assertNull(calls.get("ContinueDeployment"));
    }

    @Test
    void stopIsLeftOutOnRequest() throws Exception {
        assertNull(accounts.build());
        accounts.settings.triesStop = false;
        accounts.aws.calls().clear();
        List<CheckResult> results = accounts.preflight();
        assertEquals(
                "preflight.stop.leftOut", result(results, Check.STOP).finding().code());
        assertEquals(0, accounts.aws.calls().count("StopDeployment"));
        assertEquals(0, accounts.aws.calls().count("ContinueDeployment"));
        assertEquals("", unproved(results));
    }

    @Test
    void aGroupWhosePlatformIsNotTold() throws Exception {
        serve(null, "\"ec2TagFilters\": []", "{}");
        List<CheckResult> results = accounts.preflight();
        assertEquals(
                "preflight.platform", result(results, Check.TARGETS).finding().code());
        assertEquals(
                "preflight.group.noPlatform",
                result(results, Check.DEPLOYMENT_GROUP).finding().code());
        assertFalse(GeneratedSetupTest.told(results).contains("null"), () -> GeneratedSetupTest.told(results));
    }

    @Test
    void aGroupThatSelectsInstancesHasThemThoughItsPlatformIsNotTold() throws Exception {
        serve(null, "\"ec2TagFilters\": [{\"Key\": \"Role\", \"Value\": \"shop\", \"Type\": \"KEY_AND_VALUE\"}]", "{}");
        List<CheckResult> results = accounts.preflight();
        assertEquals(
                "preflight.targets.some",
                result(results, Check.TARGETS).finding().code());
        assertFalse(GeneratedSetupTest.told(results).contains("null"), () -> GeneratedSetupTest.told(results));
    }

    /** A service that answers others can be reached. */
    @Test
    void oneOperationThatFailsIsNoLostConnection() throws Exception {
        accounts.aws.faults().next("codedeploy", "GetApplication", 50, Fault.foreign(500));
        List<CheckResult> results = accounts.preflight();
        CheckResult application = result(results, Check.APPLICATION);
        assertEquals(Status.NOT_PROVABLE, application.status(), application::toString);
        assertEquals("aws.serverError", application.finding().code());
        assertEquals(List.of("CodeDeploy", "500"), application.finding().args());
        assertEquals(Status.PASSED, result(results, Check.DEPLOYMENT_GROUP).status());
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.FAILED));
    }

    /** A CodeDeploy that says what no simulated one does. */
    private void serve(String platform, String ofGroup, String deployments) throws Exception {
        String group =
                "{\"deploymentGroupInfo\": {\"applicationName\": \"shop\", \"deploymentGroupName\": \"production\","
                        + (platform == null ? "" : "\"computePlatform\": \"" + platform + "\",")
                        + "\"deploymentConfigName\": \"CodeDeployDefault.OneAtATime\"," + ofGroup + "}}";
        codeDeploy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        codeDeploy.createContext("/", exchange -> {
            String operation =
                    exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", "");
            calls.merge(operation, 1, Integer::sum);
            exchange.getRequestBody().readAllBytes();
            byte[] answer =
                    switch (operation) {
                        case "GetDeploymentGroup" -> group.getBytes(StandardCharsets.UTF_8);
                        case "BatchGetDeployments" -> deployments.getBytes(StandardCharsets.UTF_8);
                        default -> "{}".getBytes(StandardCharsets.UTF_8);
                    };
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        codeDeploy.start();
        URI all = accounts.aws.endpoint();
        URI own = URI.create("http://127.0.0.1:" + codeDeploy.getAddress().getPort());
        accounts.settings.endpoints = new AwsEndpoints(all, all, own, null);
    }

    private static String unproved(List<CheckResult> results) {
        return PreflightSummary.ids(new PreflightSummary(results).unproved());
    }

    private static CheckResult result(List<CheckResult> results, Check check) {
        return results.stream().filter(r -> r.check() == check).findFirst().orElseThrow();
    }
}
