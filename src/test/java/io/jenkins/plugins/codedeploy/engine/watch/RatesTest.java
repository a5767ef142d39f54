package io.jenkins.plugins.codedeploy.engine.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.TenantPool;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** Whose calls become fewer when somebody's are throttled. */
class RatesTest {
    @Test
    void throttlingSlowsOnlyTheSameIdentityAtTheSameEndpointsAndAccount() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (AwsClients clients = new AwsClients(ApacheHttpClient.create(), Clock.systemUTC(), Duration.ofMinutes(1))) {
            PollerRegistry observers =
                    new PollerRegistry(clients, WatchTimes.DEFAULTS, timer, new TenantPool(Runnable::run));
            CallRate own = observers.rate(access("credential", "222222222222", "deploy"));

            assertSame(own, observers.rate(access("credential", "222222222222", "another")));
            assertNotSame(own, observers.rate(access("credential", "333333333333", "deploy")));
            assertNotSame(own, observers.rate(access("stranger", "222222222222", "deploy")));
            assertNotSame(
                    own,
                    observers.rate(access("credential", "222222222222", "deploy")
                            .with(AwsEndpoints.all(URI.create("https://hostile.example")))));
        } finally {
            timer.shutdownNow();
        }
    }

    /** Ten minutes for each call: no wait in this test gives one back. */
    @Test
    void whatSomebodyLooksAtMayHaveTheCallsThatOthersMustLeave() {
        CallRate rate = new CallRate(Duration.ofMinutes(10));
        int others = 0;
        while (rate.tryTake(false)) {
            others++;
        }
        int first = 0;
        while (rate.tryTake(true)) {
            first++;
        }
        assertTrue(others > 0 && first > 0, others + " and " + first);
        assertEquals(0, rate.take(), "the next poll has its place all the same");
        assertFalse(rate.tryTake(true));
    }

    @Test
    void attentionIsOnADeploymentOnlyOnceItIsDrawn() {
        Attention attention = new Attention();
        assertFalse(attention.isOn("d-AAAAAAAAA"));
        attention.draw("d-AAAAAAAAA");
        assertTrue(attention.isOn("d-AAAAAAAAA"));
        assertFalse(attention.isOn("d-BBBBBBBBB"));
    }

    private static TargetAccess access(String source, String account, String role) {
        return TargetAccess.of(
                new SourceIdentity(AnonymousCredentialsProvider.create(), source, "the same label"),
                RoleArn.parse("arn:aws:iam::" + account + ":role/" + role),
                null,
                "eu-central-1");
    }
}
