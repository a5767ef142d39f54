package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the requests of forms that call AWS: each holds a thread of the web server until AWS answers, so few may do it
 * at once, and fewer on behalf of one tenant.
 */
public final class FormCalls {
    static final int MOST_OF_ONE = 4;
    static final int MOST = 16;

    private final Map<Tenant, Integer> held = new HashMap<>();
    private int all;

    /** A call that may be made; to be closed when it has ended. */
    public final class Turn implements AutoCloseable {
        private final Tenant tenant;

        private Turn(Tenant tenant) {
            this.tenant = tenant;
        }

        @Override
        public void close() {
            end(tenant);
        }
    }

    /** @return null where too many are under way */
    @CheckForNull
    public synchronized Turn begin(@NonNull TargetAccess access) {
        Tenant tenant = Tenant.of(access);
        int own = held.getOrDefault(tenant, 0);
        if (all >= MOST || own >= MOST_OF_ONE) {
            return null;
        }
        all++;
        held.put(tenant, own + 1);
        return new Turn(tenant);
    }

    private synchronized void end(Tenant tenant) {
        all--;
        held.computeIfPresent(tenant, (t, count) -> count == 1 ? null : count - 1);
    }
}
