package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.Recent;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.Tenant;
import io.jenkins.plugins.codedeploy.engine.aws.TenantPool;
import io.jenkins.plugins.codedeploy.engine.aws.Viewpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * One read-only observer session for all deployments that are seen with the same eyes: the same resolved credential,
 * role, external id, region and endpoints. An observer that nobody needs is forgotten, and its session with it.
 */
public final class PollerRegistry {
    private record Key(Viewpoint viewpoint, Duration duration) {}

    /** What throttling slows: neither who goes elsewhere, nor another identity that says it goes to the same account. */
    private record Place(Tenant tenant, String account, String region) {}

    private final AwsClients clients;
    private final WatchTimes times;
    private final ScheduledExecutorService timer;
    private final TenantPool pool;
    private final Map<Key, DeploymentPoller> observers = new HashMap<>();
    private final Recent<Place, CallRate> rates = new Recent<>();
    private final Attention attention = new Attention();

    public PollerRegistry(AwsClients clients, WatchTimes times, ScheduledExecutorService timer, TenantPool pool) {
        this.clients = clients;
        this.times = times;
        this.timer = timer;
        this.pool = pool;
    }

    /** Watches a deployment until {@link Subscription#end}, even after the deployment has ended. */
    @NonNull
    public synchronized Subscription watch(TargetAccess access, String deploymentId, WatchListener listener) {
        Key key = new Key(Viewpoint.of(access), access.sessionDuration());
        return observers.computeIfAbsent(key, k -> observer(k, access)).add(deploymentId, listener);
    }

    /** Somebody looks at the deployment just now, whoever watches it. */
    public void lookedAt(@NonNull String deploymentId) {
        attention.draw(deploymentId);
    }

    /** How many sessions observe right now. */
    public synchronized int size() {
        return observers.size();
    }

    /** Ends every watch whose polls have come to a halt, {@link WatchTimes#overdue} after the last answer. */
    public void endOverdue() {
        List<DeploymentPoller> all;
        synchronized (this) {
            all = List.copyOf(observers.values());
        }
        all.forEach(DeploymentPoller::endOverdue);
    }

    private DeploymentPoller observer(Key key, TargetAccess access) {
        RoleSession session =
                clients.sharedSession(access, SessionName.ofController("observer"), SessionPolicy.observer());
        AwsCredentialsProvider credentials = session == null ? clients.sourceCredentials(access) : session;
        return new DeploymentPoller(
                clients.codeDeploy(access, credentials, Retries.NONE),
                session == null ? () -> {} : session::renew,
                times,
                rate(access),
                attention,
                timer,
                pool.of(access),
                () -> forget(key));
    }

    /** Of the calls that one identity makes to one account and region by the same endpoints. */
    CallRate rate(TargetAccess access) {
        RoleArn role = access.role();
        Place place = new Place(Tenant.of(access), role == null ? "" : role.accountId(), access.region());
        return rates.computeIfAbsent(place, p -> new CallRate(times.betweenCalls()));
    }

    private synchronized void forget(Key key) {
        DeploymentPoller observer = observers.get(key);
        if (observer != null && observer.isIdle()) {
            observers.remove(key);
        }
    }
}
