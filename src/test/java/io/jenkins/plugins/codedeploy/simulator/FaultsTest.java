package io.jenkins.plugins.codedeploy.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import io.jenkins.plugins.codedeploy.simulator.http.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class FaultsTest {
    private SimulatedAws aws;
    private S3Client s3;
    private String bucket;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        bucket = aws.seed().bucket();
        s3 = S3Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .credentialsProvider(new Clients(aws).jenkins())
                .forcePathStyle(true)
                .overrideConfiguration(
                        o -> o.retryStrategy(r -> r.maxAttempts(1)).apiCallAttemptTimeout(Duration.ofMinutes(1)))
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        aws.close();
    }

    private void put() {
        s3.putObject(r -> r.bucket(bucket).key("k"), RequestBody.fromString("0123456789"));
    }

    private List<String> keys() throws Exception {
        return aws.s3().bucket(bucket).keys();
    }

    private String refused() {
        return Clients.words(assertThrows(S3Exception.class, this::put));
    }

    @Test
    void eachServiceThrottlesInItsOwnWords() {
        aws.faults().next(Faults.ANY, Faults.ANY, 3, Fault.throttle());
        assertEquals("503 SlowDown: Please reduce your request rate.", refused());
        Clients clients = new Clients(aws);
        try (StsClient sts = StsClient.builder()
                        .endpointOverride(aws.endpoint())
                        .region(Region.of(aws.region()))
                        .credentialsProvider(clients.jenkins())
                        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                        .build();
                CodeDeployClient codedeploy = CodeDeployClient.builder()
                        .endpointOverride(aws.endpoint())
                        .region(Region.of(aws.region()))
                        .credentialsProvider(clients.jenkins())
                        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                        .build()) {
            aws.plug("codedeploy", request -> {
                throw new IllegalStateException("not reached");
            });
            assertEquals(
                    "400 Throttling: Rate exceeded",
                    Clients.words(assertThrows(StsException.class, sts::getCallerIdentity)));
            assertEquals(
                    "400 ThrottlingException: Rate exceeded",
                    Clients.words(assertThrows(CodeDeployException.class, codedeploy::listApplications)));
        }
    }

    @Test
    void errorsAreAnsweredWithoutDoingAnything() throws Exception {
        aws.faults()
                .next(
                        "s3",
                        "PutObject",
                        Fault.internalError(),
                        Fault.unavailable(),
                        Fault.error(418, "Teapot", "Short and stout"));
        assertTrue(refused().startsWith("500 InternalError: "));
        assertTrue(refused().startsWith("503 ServiceUnavailable: "));
        assertEquals("418 Teapot: Short and stout", refused());
        assertEquals(List.of(), keys());
        put();
        assertEquals(List.of("k"), keys());
    }

    @Test
    void whatIsNotAwsAnswersWithoutABody() throws Exception {
        aws.faults().next("s3", "PutObject", Fault.foreign(400));
        S3Exception e = assertThrows(S3Exception.class, this::put);
        assertEquals(400, e.statusCode());
        assertEquals("", AwsErrors.code(e));
        assertEquals(List.of(), keys());
    }

    @Test
    void aDroppedCallIsNotCarriedOut() throws Exception {
        aws.faults().next("s3", "PutObject", Fault.drop());
        assertThrows(SdkClientException.class, this::put);
        assertEquals(List.of(), keys());
        assertEquals("DROP", aws.calls().of("PutObject").get(0).error());
    }

    @Test
    void aLostAnswerHidesThatItWasCarriedOut() throws Exception {
        aws.faults().next("s3", "PutObject", Fault.lostAnswer());
        assertThrows(SdkClientException.class, this::put);
        assertEquals(List.of("k"), keys());
    }

    @Test
    void anAnswerCanBeCutInTheMiddle() {
        put();
        aws.faults().next("s3", "GetObject", Fault.cut());
        assertThrows(
                SdkClientException.class,
                () -> s3.getObjectAsBytes(r -> r.bucket(bucket).key("k")));
        assertEquals(
                "0123456789",
                s3.getObjectAsBytes(r -> r.bucket(bucket).key("k")).asUtf8String());
    }

    @Test
    void aSlowAnswerComes() {
        aws.faults().next("s3", "PutObject", Fault.slow(Duration.ofMillis(50)));
        put();
    }

    @Test
    void aHangingCallEndsWithTheClientsPatience() throws Exception {
        aws.faults().next("s3", "PutObject", Fault.hang());
        assertThrows(
                ApiCallAttemptTimeoutException.class,
                () -> s3.putObject(
                        r -> r.bucket(bucket)
                                .key("k")
                                .overrideConfiguration(o -> o.apiCallAttemptTimeout(Duration.ofMillis(300))),
                        RequestBody.fromString("x")));
        assertEquals(List.of(), keys());
    }

    @Test
    void sdksRetryWhatPasses() throws Exception {
        aws.faults().next("s3", "PutObject", Fault.drop(), Fault.throttle());
        try (S3Client patient = new Clients(aws).s3(new Clients(aws).jenkins())) {
            patient.putObject(r -> r.bucket(bucket).key("k"), RequestBody.fromString("x"));
        }
        assertEquals(3, aws.calls().count("PutObject"));
        assertEquals(List.of("k"), keys());
    }

    @Test
    void countsAndNamesAreKept() {
        Faults faults = new Faults();
        faults.next("s3", "PutObject", 2, Fault.throttle());
        assertEquals(null, faults.take("s3", "GetObject"));
        assertEquals(null, faults.take("sts", "PutObject"));
        assertEquals(Fault.Kind.ERROR, faults.take("s3", "PutObject").kind());
        assertEquals(Fault.Kind.ERROR, faults.take("s3", "PutObject").kind());
        assertEquals(null, faults.take("s3", "PutObject"));
    }

    @Test
    void chanceIsTheSameForTheSameSeed() {
        List<List<Boolean>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Faults faults = new Faults();
            faults.sometimes("s3", Faults.ANY, 0.3, 42, Fault.throttle());
            List<Boolean> outcomes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                outcomes.add(faults.take("s3", "PutObject") != null);
            }
            runs.add(outcomes);
            faults.clear();
            assertEquals(null, faults.take("s3", "PutObject"));
        }
        assertEquals(runs.get(0), runs.get(1));
        long hits = runs.get(0).stream().filter(hit -> hit).count();
        assertTrue(hits > 30 && hits < 90, "hits: " + hits);
    }
}
