package io.jenkins.plugins.codedeploy.simulator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class AdminTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private SimulatedAws aws;
    private Clients clients;
    private S3Client jenkins;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        clients = new Clients(aws);
        jenkins = clients.s3(clients.jenkins());
    }

    @AfterEach
    void stop() throws Exception {
        jenkins.close();
        aws.close();
    }

    private HttpResponse<String> call(String method, String name, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(aws.endpoint() + Admin.PATH + name))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode post(String name, String body) throws Exception {
        HttpResponse<String> answer = call("POST", name, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    private void put() {
        jenkins.putObject(r -> r.bucket(aws.seed().bucket()).key("k"), RequestBody.fromString("x"));
    }

    @Test
    void plansFaultsAndTakesThemBack() throws Exception {
        post(
                "faults",
                "{\"service\": \"s3\", \"operation\": \"PutObject\", \"fault\": \"error\","
                        + " \"status\": 409, \"code\": \"Conflict\", \"message\": \"No\", \"count\": 2}");
        S3Exception refusal = assertThrows(S3Exception.class, this::put);
        assertEquals("409 Conflict: No", Clients.words(refusal));
        assertEquals(200, call("DELETE", "faults", "").statusCode());
        put();
        for (String kind : List.of(
                "throttle", "internalError", "unavailable", "foreign", "drop", "cut", "lostAnswer", "slow", "hang")) {
            post("faults", "{\"operation\": \"None\", \"fault\": \"" + kind + "\", \"probability\": 0.5}");
        }
        HttpResponse<String> unknown = call("POST", "faults", "{\"fault\": \"flood\"}");
        assertEquals(400, unknown.statusCode());
        assertTrue(unknown.body().contains("not: flood"), unknown.body());
    }

    @Test
    void listsCallsWithoutSecrets() throws Exception {
        put();
        String calls = call("GET", "calls", "").body();
        JsonNode put = JSON.readTree(calls).path("calls").get(0);
        assertEquals("PutObject", put.path("operation").asText());
        assertEquals(
                "arn:aws:iam::111111111111:user/jenkins", put.path("caller").asText());
        assertEquals(200, put.path("status").asInt());
        assertFalse(calls.contains(aws.seed().jenkins().secretAccessKey()));
        assertFalse(calls.contains(aws.seed().jenkins().accessKeyId()));
        call("DELETE", "calls", "");
        assertEquals(0, aws.calls().all().size());
    }

    @Test
    void turnsIam() throws Exception {
        String role = post(
                        "iam",
                        "{\"do\": \"createRole\", \"account\": \"222222222222\", \"name\": \"Other\", \"document\":"
                                + " {\"Statement\": {\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"111111111111\"},"
                                + " \"Action\": \"sts:AssumeRole\"}}}")
                .path("arn")
                .asText();
        String user = aws.seed().jenkins().caller().arn();
        post("iam", "{\"do\": \"attach\", \"arn\": \"" + user + "\", \"policy\": \"AdministratorAccess\"}");
        post("iam", "{\"do\": \"maxSession\", \"arn\": \"" + role + "\", \"seconds\": 7200}");
        try (StsClient sts = clients.sts(clients.jenkins())) {
            sts.assumeRole(r -> r.roleArn(role).roleSessionName("s1").durationSeconds(7200));
            post(
                    "iam",
                    "{\"do\": \"trust\", \"arn\": \"" + role + "\", \"document\": \"{\\\"Statement\\\":"
                            + " {\\\"Effect\\\": \\\"Allow\\\", \\\"Principal\\\": {\\\"AWS\\\":"
                            + " \\\"222222222222\\\"}, \\\"Action\\\": \\\"sts:AssumeRole\\\"}}\"}");
            assertThrows(
                    StsException.class,
                    () -> sts.assumeRole(r -> r.roleArn(role).roleSessionName("s1")));
        }
        post(
                "iam",
                "{\"do\": \"putPolicy\", \"arn\": \"" + role + "\", \"name\": \"P\", \"document\": {\"Statement\":"
                        + " {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}}");
        post("iam", "{\"do\": \"deletePolicy\", \"arn\": \"" + role + "\", \"name\": \"P\"}");
        post("iam", "{\"do\": \"detach\", \"arn\": \"" + user + "\", \"policy\": \"AdministratorAccess\"}");
        post(
                "iam",
                "{\"do\": \"boundary\", \"arn\": \"" + user + "\", \"document\": {\"Statement\": {\"Effect\":"
                        + " \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}}}");
        assertThrows(S3Exception.class, this::put);
        post("iam", "{\"do\": \"boundary\", \"arn\": \"" + user + "\", \"document\": null}");
        put();
        assertNotNull(post("iam", "{\"do\": \"createUser\", \"account\": \"111111111111\", \"name\": \"u\"}"));
        post(
                "iam",
                "{\"do\": \"createInstanceProfile\", \"account\": \"222222222222\", \"name\": \"p\", \"role\": \""
                        + role + "\"}");
        post("iam", "{\"do\": \"delete\", \"arn\": \"" + role + "\"}");
        HttpResponse<String> gone = call("POST", "iam", "{\"do\": \"delete\", \"arn\": \"" + role + "\"}");
        assertEquals(404, gone.statusCode());
        assertTrue(gone.body().contains("NoSuchEntity"), gone.body());
        post("iam", "{\"do\": \"delay\", \"millis\": 3600000}");
        assertEquals(Duration.ofHours(1), aws.iam().delay());
        assertEquals(400, call("POST", "iam", "{\"do\": \"dance\"}").statusCode());
    }

    @Test
    void turnsBucketsAndKeys() throws Exception {
        post(
                "buckets",
                "{\"name\": \"new\", \"account\": \"111111111111\", \"region\": \"eu-west-1\","
                        + " \"versioning\": \"Suspended\", \"ownership\": \"ObjectWriter\"}");
        assertEquals("eu-west-1", aws.s3().bucket("new").region());
        String key = post("keys", "{\"account\": \"111111111111\", \"alias\": \"alias/k\"}")
                .path("arn")
                .asText();
        post("buckets", "{\"name\": \"" + aws.seed().bucket() + "\", \"kmsKey\": \"" + key + "\"}");
        assertThrows(S3Exception.class, this::put);
        post(
                "keys",
                "{\"arn\": \"" + key + "\", \"document\": {\"Statement\": {\"Effect\": \"Allow\", \"Principal\":"
                        + " {\"AWS\": \"" + aws.seed().jenkins().caller().arn() + "\"}, \"Action\": \"kms:*\","
                        + " \"Resource\": \"*\"}}}");
        put();
        post("keys", "{\"arn\": \"" + key + "\", \"enabled\": false}");
        assertThrows(S3Exception.class, this::put);
        post("buckets", "{\"name\": \"" + aws.seed().bucket() + "\", \"document\": null}");
        HttpResponse<String> malformed =
                call("POST", "buckets", "{\"name\": \"" + aws.seed().bucket() + "\", \"document\": {}}");
        assertTrue(malformed.body().contains("MalformedPolicy"), malformed.body());
        call("DELETE", "buckets", "{\"name\": \"new\"}");
        assertEquals(
                404,
                call("POST", "buckets", "{\"name\": \"new\", \"versioning\": \"Enabled\"}")
                        .statusCode());
    }

    @Test
    void endsSessionsEarly() throws Exception {
        post("sessions", "{\"endAfterSeconds\": 2}");
        try (StsClient sts = clients.sts(clients.jenkins())) {
            Instant end = sts.assumeRole(r -> r.roleArn(aws.seed().roleArn())
                            .roleSessionName("s1")
                            .externalId(aws.seed().externalId()))
                    .credentials()
                    .expiration();
            assertTrue(end.isBefore(Instant.now().plusSeconds(4)), end.toString());
        }
        post("sessions", "{\"endAfterSeconds\": null}");
    }

    @Test
    void servicesAddTheirOwn() throws Exception {
        aws.admin()
                .plug(
                        "echo",
                        (method, body) -> Map.of(
                                "method", method, "said", body.path("say").asText()));
        assertEquals("hi", post("echo", "{\"say\": \"hi\"}").path("said").asText());
    }

    @Test
    void refusesWebPagesAndNonsense() throws Exception {
        assertEquals(
                403,
                call("POST", "faults", "{}", "Origin", "https://example.com").statusCode());
        assertEquals(404, call("GET", "nothing", "").statusCode());
        assertEquals(400, call("POST", "faults", "{").statusCode());
    }
}
