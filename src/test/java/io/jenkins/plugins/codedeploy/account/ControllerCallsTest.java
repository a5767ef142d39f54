package io.jenkins.plugins.codedeploy.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.ProxyConfiguration;
import hudson.security.ACL;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.controller.ProxiedHttpClient;
import io.jenkins.plugins.codedeploy.credentials.IdentityKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

@WithJenkins
class ControllerCallsTest {
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private JenkinsRule j;

    @BeforeEach
    void keepJenkins(JenkinsRule rule) {
        j = rule;
    }

    @AfterEach
    void stopServers() {
        System.clearProperty("aws.endpointUrlSts");
        System.clearProperty("aws.region");
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void goesThroughJenkinsProxyAsItIsAtEachCall() throws Exception {
        int one = serve("one", null);
        int other = serve("other", null);
        int direct = serve("direct", null);
        try (ProxiedHttpClient client = new ProxiedHttpClient()) {
            assertEquals("direct", get(client, "http://127.0.0.1:" + direct + "/a"));

            j.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", one));
            assertEquals("one", get(client, "http://sts.eu-central-1.example/b"));
            assertEquals("one", get(client, "http://127.0.0.1:" + direct + "/c"));

            j.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", other, null, null, "*.internal\n127.0.0.1"));
            assertEquals("other", get(client, "http://sts.eu-central-1.example/d"));
            assertEquals("direct", get(client, "http://127.0.0.1:" + direct + "/e"));

            j.jenkins.setProxy(null);
            assertEquals("direct", get(client, "http://127.0.0.1:" + direct + "/f"));
        }
        assertEquals(List.of("direct", "one", "one", "other", "direct", "direct"), heard);
    }

    @Test
    void presentsItselfToAProxyThatAsks() throws Exception {
        int proxy = serve("proxy", "Basic dXNlcjpwYXNz");
        try (ProxiedHttpClient client = new ProxiedHttpClient()) {
            j.jenkins.setProxy(new ProxyConfiguration("127.0.0.1", proxy, "user", "pass"));
            assertEquals("proxy", get(client, "http://sts.eu-central-1.example/"));
        }
    }

    @Test
    void hasOneEngineForAControllerWhosePoolActsAsTheSystem() throws Throwable {
        assertSame(Engines.deployments(), Engines.deployments());
        assertSame(Engines.clients(), Engines.clients());
        assertEquals(
                ACL.SYSTEM2,
                CompletableFuture.supplyAsync(Jenkins::getAuthentication2, Engines.pool())
                        .get());
        Thread thread = CompletableFuture.supplyAsync(Thread::currentThread, Engines.pool())
                .get();
        assertTrue(thread.isDaemon());
        assertTrue(thread.getName().startsWith(Engines.class.getName()), thread::getName);

        Object before = Engines.deployments();
        j.restart();
        assertNotSame(before, Engines.deployments());
    }

    @Test
    void keepsASessionThatACredentialOpensWithARoleOfItsOwnUntilItAges() throws Exception {
        int sts = serve(
                "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                        + "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>x</SecretAccessKey>"
                        + "<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
                        + "</AssumeRoleResult></AssumeRoleResponse>",
                null);
        System.setProperty("aws.endpointUrlSts", "http://127.0.0.1:" + sts);
        System.setProperty("aws.region", "eu-central-1");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicReference<AWSCredentialsImpl> stored = new AtomicReference<>(withRole("secret"));
        StoredCredentials credentials = new StoredCredentials("aws", stored::get, clock(now));

        AwsCredentials first = credentials.resolveCredentials();
        assertEquals("ASIA1", first.accessKeyId());
        assertEquals("t", ((AwsSessionCredentials) first).sessionToken());
        now.set(now.get().plus(Duration.ofMinutes(54)));
        assertSame(first, credentials.resolveCredentials());
        assertEquals(1, heard.size());
        now.set(now.get().plus(Duration.ofMinutes(2)));
        assertNotSame(first, credentials.resolveCredentials());
        assertEquals(2, heard.size());
        stored.set(withRole("rotated"));
        credentials.resolveCredentials();
        assertEquals(3, heard.size());
        stored.set(Stores.keys("aws", "plain"));
        assertEquals("plain", credentials.resolveCredentials().secretAccessKey());
        assertEquals(3, heard.size());
    }

    @Test
    void refusesACredentialThatCannotAct() {
        AWSCredentialsImpl token = new AWSCredentialsImpl(
                CredentialsScope.GLOBAL, "mfa", Stores.ACCESS_KEY, "s", "", Stores.ROLE, "arn:aws:iam::1:mfa/x", null);
        StoredCredentials asks = new StoredCredentials("mfa", () -> token);
        assertTrue(assertThrows(SdkClientException.class, asks::resolveCredentials)
                .getMessage()
                .contains("requires an MFA token"));
        StoredCredentials blank =
                new StoredCredentials("blank", () -> Stores.keys(CredentialsScope.GLOBAL, "blank", "", ""));
        assertTrue(assertThrows(SdkClientException.class, blank::resolveCredentials)
                .getMessage()
                .contains("has no valid access key"));
    }

    @Test
    void tellsABogusCredentialFromTheTrueOneOfTheSameAccessKey() {
        assertEquals(IdentityKeys.of(Stores.keys("a", "s")), IdentityKeys.of(Stores.keys("b", "s")));
        assertNotEquals(IdentityKeys.of(Stores.keys("a", "s")), IdentityKeys.of(Stores.keys("a", "bogus")));
        assertNotEquals(IdentityKeys.of("ab", "c"), IdentityKeys.of("a", "bc"));
    }

    private static AWSCredentialsImpl withRole(String secret) {
        return new AWSCredentialsImpl(
                CredentialsScope.GLOBAL, "aws", Stores.ACCESS_KEY, secret, "", Stores.ROLE, null, null);
    }

    private static Clock clock(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    /** @param authorization that a proxy asks for; null for none */
    private int serve(String answer, String authorization) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, answer, authorization));
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, String answer, String authorization) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (authorization != null
                && !authorization.equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
            exchange.sendResponseHeaders(407, -1);
        } else {
            heard.add(answer);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static String get(ProxiedHttpClient client, String address) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(address))
                .build();
        try (var body = client.prepareRequest(
                        HttpExecuteRequest.builder().request(request).build())
                .call()
                .responseBody()
                .orElseThrow()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
