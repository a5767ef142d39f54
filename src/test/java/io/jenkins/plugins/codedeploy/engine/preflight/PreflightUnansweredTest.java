package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.ReservedPort;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import io.jenkins.plugins.codedeploy.simulator.http.Faults;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Where nothing answers, nothing is proven: the service is named, once, and whatever depends on it is left open. */
@Timeout(120)
class PreflightUnansweredTest {
    private static final ReservedPort CLOSED = ReservedPort.forever();

    private static final URI NOWHERE = URI.create("http://aws.invalid");

    @TempDir
    Path folder;

    private BuiltAccounts accounts;

    @BeforeEach
    void build() throws Exception {
        accounts = BuiltAccounts.bucketInSource(folder);
    }

    @AfterEach
    void close() throws Exception {
        accounts.close();
    }

    @Test
    void nothingListens() throws Exception {
        URI closed = closed();
        accounts.settings.endpoints = AwsEndpoints.all(closed);
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.IDENTITY, Check.BUCKET), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.PASSED), told);
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.NOT_PERMITTED_TO_LOOK), told);
        assertTrue(
                told.contains("Could not connect to STS at " + closed + ". Connect to " + closed.getAuthority()), told);
        assertTrue(
                told.contains("Could not connect to S3 at " + closed + ". Connect to " + closed.getAuthority()), told);
        assertTrue(told.contains("upload NOT_PROVABLE Skipped: S3 cannot be reached."), told);
        assertTrue(told.contains("create NOT_PROVABLE Skipped: STS cannot be reached."), told);
        assertFalse(told.contains("access key"), told);
        assertFalse(told.contains("says :"), told);
    }

    @Test
    void theHostHasNoAddress() throws Exception {
        accounts.settings.endpoints = AwsEndpoints.all(NOWHERE);
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.IDENTITY, Check.BUCKET), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.PASSED), told);
        assertTrue(
                told.contains(
                        "Could not connect to STS at http://aws.invalid. The host name aws.invalid cannot be resolved"),
                told);
        assertTrue(told.contains("proxy and firewall settings"), told);
    }

    @Test
    void onlyS3IsNotReached() throws Exception {
        URI all = accounts.aws.endpoint();
        accounts.settings.endpoints = new AwsEndpoints(all, NOWHERE, all, null);
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.BUCKET), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertEquals(
                List.of(Check.IDENTITY, Check.APPLICATION, Check.DEPLOYMENT_GROUP, Check.ASSUME_ROLE),
                GeneratedSetupTest.of(results, Status.PASSED),
                told);
    }

    @Test
    void onlyCodeDeployIsNotReached() throws Exception {
        URI all = accounts.aws.endpoint();
        accounts.settings.endpoints = new AwsEndpoints(all, all, NOWHERE, null);
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.APPLICATION), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertTrue(told.contains("Could not connect to CodeDeploy at http://aws.invalid"), told);
        Set<Check> passed = Set.copyOf(GeneratedSetupTest.of(results, Status.PASSED));
        assertEquals(
                Set.of(
                        Check.IDENTITY,
                        Check.BUCKET,
                        Check.BUCKET_REGION,
                        Check.OWNERSHIP,
                        Check.ENCRYPTION,
                        Check.BUCKET_POLICY,
                        Check.UPLOAD,
                        Check.ASSUME_ROLE),
                passed,
                told);
    }

    /** The bucket is the stored credential's own: S3 is asked without a role. */
    @Test
    void onlyStsIsNotReached() throws Exception {
        URI all = accounts.aws.endpoint();
        accounts.settings.endpoints = new AwsEndpoints(NOWHERE, all, all, null);
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.IDENTITY), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertTrue(GeneratedSetupTest.of(results, Status.PASSED).contains(Check.UPLOAD), told);
        assertFalse(GeneratedSetupTest.of(results, Status.PASSED).contains(Check.ASSUME_ROLE), told);
        assertTrue(told.contains("application NOT_PROVABLE Skipped: STS cannot be reached."), told);
    }

    /** A region that does not exist has no host either; the endpoint is then the region's. */
    @Test
    void aRegionsOwnEndpointIsNamed() throws Exception {
        accounts.settings.endpoints = AwsEndpoints.REGIONAL;
        accounts.settings.region = "eu-nowhere-9";
        accounts.settings.bucketRegion = "eu-nowhere-9";
        String told = GeneratedSetupTest.told(accounts.preflight());
        assertTrue(
                told.contains("Could not connect to STS at https://sts.eu-nowhere-9.amazonaws.com. The host name "),
                told);
        assertTrue(
                told.contains("Could not connect to S3 at https://s3.eu-nowhere-9.amazonaws.com. The host name "),
                told);
    }

    /** One cause is told once. */
    @Test
    void anApplicationThatIsNotThereLeavesItsGroupOpen() throws Exception {
        accounts.settings.application = "elsewhere";
        accounts.aws.iam().putPolicy(BuiltAccounts.ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.APPLICATION), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.NOT_PERMITTED_TO_LOOK), told);
        for (Check dependent : List.of(Check.DEPLOYMENT_GROUP, Check.TARGETS, Check.SERVICE_ROLE, Check.STOP)) {
            assertTrue(GeneratedSetupTest.of(results, Status.NOT_APPLICABLE).contains(dependent), dependent + told);
        }
        assertTrue(told.contains("Skipped: application elsewhere does not exist."), told);
    }

    @Test
    void thereIsNothingToSignWith() throws Exception {
        accounts.settings.credentials = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers");
        };
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.IDENTITY), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.PASSED), told);
        assertTrue(told.contains("Could not load credentials: credential \"aws-dev\"."), told);
        assertTrue(told.contains("upload NOT_PROVABLE Skipped: there are no credentials."), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throttled", "in trouble"})
    void aServiceThatDoesNotAnswerUsefullyProvesNothing(String how) throws Exception {
        Fault fault = how.equals("throttled") ? Fault.throttle() : Fault.unavailable();
        accounts.aws.faults().next(Faults.ANY, Faults.ANY, 500, fault);
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertEquals(List.of(), GeneratedSetupTest.of(results, Status.PASSED), told);
        assertEquals(
                results.size(),
                GeneratedSetupTest.of(results, Status.NOT_PROVABLE).size(),
                told);
        assertTrue(told.contains("gave no usable response: "), told);
    }

    /** A proxy that wants a password, say. */
    @Test
    void anAnswerThatIsNotAwsOwn() throws Exception {
        accounts.aws.faults().next("sts", Faults.ANY, 500, Fault.foreign(407));
        List<CheckResult> results = accounts.preflight();
        String told = GeneratedSetupTest.told(results);
        assertEquals(List.of(Check.IDENTITY), GeneratedSetupTest.of(results, Status.FAILED), told);
        assertTrue(told.contains("HTTP 407 did not come from AWS"), told);
    }

    /** Asked of a deployment that has ended, only the answer that it has ended proves the right. */
    @Test
    void aThrottledStopProvesNothing() throws Exception {
        assertEquals(null, accounts.build());
        accounts.aws.faults().next("codedeploy", "StopDeployment", 50, Fault.throttle());
        CheckResult stop = result(accounts.preflight(), Check.STOP);
        assertEquals(Status.NOT_PROVABLE, stop.status(), stop::toString);
    }

    /** The controller reaches S3, the machine that has the files does not. */
    @Test
    void theUploadersMachineDoesNotReachS3() throws Exception {
        PartProbe isolated = (part, content) -> new PartResult(part.number(), null, 0, "ConnectException", null, null);
        CheckResult upload = result(accounts.preflight(isolated), Check.UPLOAD);
        assertEquals(Status.FAILED, upload.status());
        String told = String.valueOf(upload.problem());
        assertTrue(
                told.contains("Could not send part 1 to bucket acme-revisions from the machine that has the files"),
                told);
        assertTrue(told.contains("That machine must be able to connect to the S3 endpoint"), told);
        nothingIsLeft();
    }

    @Test
    void theUploadersMachineIsLost() throws Exception {
        PartProbe lost = (part, content) -> {
            throw new IOException("the channel is closed");
        };
        CheckResult upload = result(accounts.preflight(lost), Check.UPLOAD);
        assertEquals(Status.NOT_PROVABLE, upload.status());
        assertTrue(upload.finding().toString().contains("the channel is closed"), upload::toString);
        nothingIsLeft();
    }

    @Test
    void aRefusedPartLeavesNothing() throws Exception {
        accounts.aws.faults().next("s3", "UploadPart", 50, Fault.error(403, "AccessDenied", "Access Denied"));
        CheckResult upload = result(accounts.preflight(), Check.UPLOAD);
        assertEquals(Status.FAILED, upload.status(), upload::toString);
        assertNotNull(upload.problem());
        nothingIsLeft();
    }

    private void nothingIsLeft() {
        assertEquals(
                List.of(),
                accounts.s3(BuiltAccounts.BUCKET)
                        .listMultipartUploads(r -> r.bucket(BuiltAccounts.BUCKET))
                        .uploads());
        assertTrue(accounts.aws.calls().count("AbortMultipartUpload") > 0, "it was begun, and aborted");
    }

    private static CheckResult result(List<CheckResult> results, Check check) {
        return results.stream().filter(r -> r.check() == check).findFirst().orElseThrow();
    }

    private static URI closed() {
        return CLOSED.endpoint();
    }
}
