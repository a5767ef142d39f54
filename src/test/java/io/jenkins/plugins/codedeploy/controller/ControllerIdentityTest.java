package io.jenkins.plugins.codedeploy.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import io.jenkins.plugins.codedeploy.simulator.sts.TokenIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The controller's own identity as each of AWS's places for one gives it, over HTTP and with the plugins' real class
 * loaders: some of the SDK's providers are found by name only.
 */
class ControllerIdentityTest {
    private static final String SECRET_PATH = "/v1/credentials";

    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension();

    @TempDir
    Path folder;

    private SimulatedAws aws;
    private HttpServer place;
    private String role;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        role = aws.iam().createRole(Accounts.SOURCE, "Controller", """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                          "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""").arn();
        place = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        place.start();
        // what this machine has itself must not get in the way
        for (String name : List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE")) {
            controller.extraEnv(name, null);
        }
        controller.extraEnv("AWS_CONFIG_FILE", folder.resolve("none").toString());
        controller.extraEnv(
                "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    }

    @AfterEach
    void stop() throws Exception {
        place.stop(0);
        aws.close();
    }

    private String address() {
        return "http://127.0.0.1:" + place.getAddress().getPort();
    }

    /** A session of the role, as containers and instances are given it. */
    private String session(String name) {
        try {
            Instant end = Instant.now().plusSeconds(3600);
            Credential session =
                    aws.iam().createSession(aws.iam().entity(role).session(name, Map.of(), null, null), end);
            return """
                    {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "%s", "AccessKeyId": "%s",
                     "SecretAccessKey": "%s", "Token": "%s", "Expiration": "%s"}
                    """.formatted(
                    Instant.now(), session.accessKeyId(), session.secretAccessKey(), session.sessionToken(), end);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void assertActsAs(String session) throws Throwable {
        String endpoint = aws.endpoint().toString();
        String expected = "arn:aws:sts::" + Accounts.SOURCE + ":assumed-role/Controller/" + session;
        controller.then((RealJenkinsExtension.Step) j -> assertCaller(j, endpoint, expected));
    }

    private static void assertCaller(JenkinsRule j, String endpoint, String expected) throws Exception {
        TargetAccount account = new TargetAccount("production");
        account.setControllerIdentity(true);
        account.setFolders(List.of("shop"));
        account.setRegion("eu-central-1");
        account.setStsEndpoint(endpoint);
        TargetAccess access = TargetResolver.resolveForForm(account, null).access();
        String arn = Engines.clients().sts(access).getCallerIdentity().arn();
        assertTrue(arn.startsWith(expected), arn);
    }

    /** IAM roles for service accounts of EKS. */
    @Test
    void webIdentityOfAServiceAccount() throws Throwable {
        try (TokenIssuer issuer = new TokenIssuer(TokenIssuer.Algorithm.RS256)) {
            String subject = "system:serviceaccount:jenkins:controller";
            aws.iam().identityProviders().create(Accounts.SOURCE, issuer.url(), List.of("sts.amazonaws.com"));
            aws.iam().trust(role, """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                      "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"},
                      "Action": "sts:AssumeRoleWithWebIdentity",
                      "Condition": {"StringEquals": {"%s:sub": "%s"}}}]}
                    """.formatted(Accounts.SOURCE, issuer.name(), issuer.name(), subject));
            Path token = Files.writeString(folder.resolve("token"), issuer.token(subject, "sts.amazonaws.com"));
            controller.extraEnv("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
            controller.extraEnv("AWS_ROLE_ARN", role);
            controller.extraEnv("AWS_REGION", "eu-central-1");
            controller.extraEnv("AWS_ENDPOINT_URL_STS", aws.endpoint().toString());
            assertActsAs("");
            assertEquals(1, aws.calls().count("AssumeRoleWithWebIdentity"));
        }
    }

    /** EKS Pod Identity, and the credentials of an ECS task, which need no file. */
    @Test
    void containerCredentialsWithATokenInAFile() throws Throwable {
        place.createContext(SECRET_PATH, exchange -> {
            boolean known =
                    "the pod's token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, known ? 200 : 401, known ? session("pod") : "");
        });
        Path token = Files.writeString(folder.resolve("token"), "the pod's token");
        controller.extraEnv("AWS_CONTAINER_CREDENTIALS_FULL_URI", address() + SECRET_PATH);
        controller.extraEnv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.toString());
        assertActsAs("pod");
    }

    /** An instance profile where the metadata service asks for a session token (IMDSv2). */
    @Test
    void instanceProfileWithASessionToken() throws Throwable {
        String base = "/latest/meta-data/iam/security-credentials/";
        place.createContext("/latest/api/token", exchange -> {
            boolean put = exchange.getRequestMethod().equals("PUT");
            exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
            answer(exchange, put ? 200 : 405, put ? "an imds token" : "");
        });
        place.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean known = "an imds token".equals(exchange.getRequestHeaders().getFirst("x-aws-ec2-metadata-token"));
            String body =
                    path.equals(base) ? "Controller" : path.equals(base + "Controller") ? session("instance") : "";
            answer(exchange, !known ? 401 : body.isEmpty() ? 404 : 200, known ? body : "");
        });
        controller.extraEnv("AWS_EC2_METADATA_SERVICE_ENDPOINT", address());
        controller.extraEnv("AWS_EC2_METADATA_DISABLED", "false");
        assertActsAs("instance");
    }
}
