package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.http.conn.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** The way to AWS breaks, not AWS: names that nobody resolves, a proxy that dies or goes silent, and comes back. */
@Execution(ExecutionMode.CONCURRENT)
class OutageTest {
    private TwoAccounts accounts;
    private Relay proxy;
    private volatile boolean nameless;

    @BeforeEach
    void start() throws Exception {
        proxy = null;
        nameless = false;
        accounts = new TwoAccounts(TwoAccounts.FAST, TwoAccounts.SHORT_CALL_TIMEOUT, this::throughTheProxy);
        // the engine connects with its first call
        proxy = new Relay(accounts.aws.endpoint().getPort());
        accounts.restart();
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
        proxy.close();
    }

    private SdkHttpClient throughTheProxy() {
        DnsResolver names = name -> {
            if (nameless) {
                throw new UnknownHostException(name + ": Temporary failure in name resolution");
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
        ApacheHttpClient.Builder builder = ApacheHttpClient.builder().dnsResolver(names);
        return proxy == null
                ? builder.build()
                : builder.proxyConfiguration(ProxyConfiguration.builder()
                                .endpoint(URI.create("http://proxy.example:" + proxy.port()))
                                .build())
                        .build();
    }

    enum Outage {
        NO_NAMES {
            @Override
            void begin(OutageTest test) throws IOException {
                test.nameless = true;
                test.proxy.hangUp();
            }

            @Override
            void end(OutageTest test) {
                test.nameless = false;
            }
        },
        DEAD_PROXY {
            @Override
            void begin(OutageTest test) throws IOException {
                test.proxy.die();
            }

            @Override
            void end(OutageTest test) throws IOException {
                test.proxy.rise();
            }
        },
        HALF_OPEN_CONNECTIONS {
            @Override
            void begin(OutageTest test) {
                test.proxy.goSilent();
            }

            @Override
            void end(OutageTest test) {
                test.proxy.speak();
            }
        };

        abstract void begin(OutageTest test) throws IOException;

        abstract void end(OutageTest test) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void isWaitedThroughAndToldOnce(Outage outage) throws Exception {
        CompletableFuture<Void> gate = accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.Progress.class);
        outage.begin(this);
        String told = run.await(DeploymentEvent.TroubleBegan.class).problem().toString();
        outage.end(this);
        run.await(DeploymentEvent.TroubleEnded.class);
        gate.complete(null);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, run.told(DeploymentEvent.TroubleBegan.class).size(), told);
        assertEquals(1, run.told(DeploymentEvent.TroubleEnded.class).size(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
    }

    @ParameterizedTest
    @EnumSource
    void beforeTheCallNothingIsCreatedUntilItIsOver(Outage outage) throws Exception {
        outage.begin(this);
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        run.await(DeploymentEvent.CreateDelayed.class);
        assertEquals(0, run.told(DeploymentEvent.AnswerLost.class).size(), "the role was not even assumed");
        outage.end(this);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
        assertEquals(1, accounts.aws.calls().count("CreateDeployment"));
    }

    /** The answer to CreateDeployment, and every look for what became of it, fall into the outage. */
    @ParameterizedTest
    @EnumSource
    void whatItSwallowedIsFoundAfterwards(Outage outage) throws Exception {
        accounts.aws.faults().next("codedeploy", "CreateDeployment", Fault.slow(Duration.ofMinutes(10)));
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        TwoAccounts.await(() -> !accounts.deployments().isEmpty());
        outage.begin(this);
        run.await(DeploymentEvent.AnswerLost.class);
        outage.end(this);

        assertEquals(Outcome.Kind.SUCCEEDED, run.outcome().kind(), run.events.toString());
        assertTrue(run.told(DeploymentEvent.Created.class).get(0).adopted(), run.events.toString());
        assertEquals(1, accounts.deployments().size());
    }

    @ParameterizedTest
    @EnumSource
    void aStopIsAskedUntilItGetsThrough(Outage outage) throws Exception {
        accounts.hold();
        Followed run = accounts.start(DeploymentPolicy.DEFAULTS);
        String id = run.await(DeploymentEvent.Progress.class).snapshot().id();
        outage.begin(this);
        run.run.abort(DeploymentHandle.AbortCause.ASKED);
        run.await(DeploymentEvent.TroubleBegan.class);
        outage.end(this);

        assertEquals(Outcome.Kind.ABORTED, run.outcome().kind());
        assertTrue(run.outcome().problem().toString().contains(id + " is Stopped"), run.events.toString());
        assertEquals("Stopped", accounts.deployment(id).status());
    }
}
