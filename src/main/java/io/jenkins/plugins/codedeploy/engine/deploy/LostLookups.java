package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.Tenant;
import io.jenkins.plugins.codedeploy.engine.aws.TenantPool;
import io.jenkins.plugins.codedeploy.engine.aws.Viewpoint;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks for what lost calls created, on each tenant's own threads. A caller that looks for many, one after the other,
 * waits once for a tenant whose endpoint does not answer, and not at all for its other deployments; a later call gets
 * the answer.
 */
final class LostLookups {
    private record Key(Viewpoint viewpoint, String nonce) {}

    private final TenantPool pool;
    private final Duration patience;
    private final Map<Key, FutureTask<LookupResult>> lookups = new ConcurrentHashMap<>();
    private final Set<Tenant> silent = ConcurrentHashMap.newKeySet();

    /** @param patience how long a caller waits for an answer */
    LostLookups(TenantPool pool, Duration patience) {
        this.pool = pool;
        this.patience = patience;
    }

    /** @throws EngineException of the lookup, or if there is no answer yet */
    LookupResult find(@NonNull TargetAccess access, @NonNull String nonce, @NonNull Callable<LookupResult> lookup)
            throws EngineException {
        Tenant tenant = Tenant.of(access);
        Key key = new Key(Viewpoint.of(access), nonce);
        FutureTask<LookupResult> task = lookups.computeIfAbsent(key, k -> begin(access, tenant, lookup));
        try {
            LookupResult result = task.get(silent.contains(tenant) ? 0 : patience.toMillis(), TimeUnit.MILLISECONDS);
            lookups.remove(key, task);
            return result;
        } catch (TimeoutException e) {
            silent.add(tenant);
            if (task.isDone()) {
                silent.remove(tenant);
            }
            throw new EngineException(Problem.of(Text.of("deploy.noAnswerYet", access.region())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Problem.of(Text.of("deploy.noAnswerYet", access.region())), e);
        } catch (ExecutionException e) {
            lookups.remove(key, task);
            if (e.getCause() instanceof EngineException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private FutureTask<LookupResult> begin(TargetAccess access, Tenant tenant, Callable<LookupResult> lookup) {
        FutureTask<LookupResult> task = new FutureTask<>(lookup) {
            @Override
            protected void done() {
                silent.remove(tenant);
            }
        };
        pool.of(access).execute(task);
        return task;
    }
}
