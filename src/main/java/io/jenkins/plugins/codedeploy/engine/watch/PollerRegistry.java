package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * One read-only observer session for all deployments that are seen with the same eyes: the same resolved credential,
 * role, external id, region and endpoints. An observer that nobody needs is forgotten, and its session with it.
 */
public final class PollerRegistry {
    private record Key(
            String source, String role, String externalId, Duration duration, String region, AwsEndpoints endpoints) {}

    private record Place(String account, String region) {}

    private final AwsClients clients;
    private final WatchTimes times;
    private final ScheduledExecutorService timer;
    private final Executor pool;
    private final Map<Key, DeploymentPoller> observers = new HashMap<>();
    private final Map<Place, CallRate> rates = new HashMap<>();

    public PollerRegistry(AwsClients clients, WatchTimes times, ScheduledExecutorService timer, Executor pool) {
        this.clients = clients;
        this.times = times;
        this.timer = timer;
        this.pool = pool;
    }

    /** Watches a deployment until {@link Subscription#end}; it goes on after the deployment's own end. */
    @NonNull
    public synchronized Subscription watch(TargetAccess access, String deploymentId, WatchListener listener) {
        Key key = new Key(
                access.source().key(),
                String.valueOf(access.role()),
                access.externalId(),
                access.sessionDuration(),
                access.region(),
                access.endpoints());
        return observers.computeIfAbsent(key, k -> observer(k, access)).add(deploymentId, listener);
    }

    /** How many sessions observe right now. */
    public synchronized int size() {
        return observers.size();
    }

    private DeploymentPoller observer(Key key, TargetAccess access) {
        RoleSession session =
                clients.sharedSession(access, SessionName.of("codedeploy-observer", ""), SessionPolicy.observer());
        AwsCredentialsProvider credentials = session == null ? access.source().credentials() : session;
        RoleArn role = access.role();
        Place place = new Place(role == null ? access.source().key() : role.accountId(), access.region());
        return new DeploymentPoller(
                clients.codeDeploy(access, credentials, Retries.NONE),
                session == null ? () -> {} : session::renew,
                times,
                rates.computeIfAbsent(place, p -> new CallRate(times.betweenCalls())),
                timer,
                pool,
                () -> forget(key));
    }

    private synchronized void forget(Key key) {
        DeploymentPoller observer = observers.get(key);
        if (observer != null && observer.isIdle()) {
            observers.remove(key);
        }
    }
}
