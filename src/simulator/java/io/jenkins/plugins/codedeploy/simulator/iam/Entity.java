package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A user or a role. */
public final class Entity {
    /** What is attached at one time. */
    record Attached(
            Map<String, PolicyDocument> policies,
            @CheckForNull PolicyDocument boundary) {
        static final Attached NOTHING = new Attached(Map.of(), null);

        Attached with(String name, @CheckForNull PolicyDocument policy) {
            Map<String, PolicyDocument> changed = new TreeMap<>(policies);
            if (policy == null) {
                changed.remove(name);
            } else {
                changed.put(name, policy);
            }
            return new Attached(changed, boundary);
        }
    }

    private final String accountId;
    private final String arn;
    private final String id;
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final Effective<Attached> attached = new Effective<>(Attached.NOTHING);

    @CheckForNull
    private final Effective<PolicyDocument> trust;

    private volatile long maxSessionSeconds = 3600;

    Entity(String accountId, String arn, String id, @CheckForNull PolicyDocument trust) {
        this.accountId = accountId;
        this.arn = arn;
        this.id = id;
        this.trust = trust == null ? null : new Effective<>(trust);
    }

    @NonNull
    public String accountId() {
        return accountId;
    }

    @NonNull
    public String arn() {
        return arn;
    }

    /** {@code AIDA…} or {@code AROA…}. */
    @NonNull
    public String id() {
        return id;
    }

    @NonNull
    public String name() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Returns who a session of this role is. */
    @NonNull
    public Caller session(
            @NonNull String sessionName,
            @NonNull Map<String, String> sessionTags,
            @CheckForNull String sourceIdentity,
            @CheckForNull String sessionPolicy) {
        Map<String, String> all = new TreeMap<>(tags());
        all.putAll(sessionTags);
        return new Caller(
                Caller.Kind.ASSUMED_ROLE,
                accountId(),
                "arn:aws:sts::" + accountId() + ":assumed-role/" + name() + "/" + sessionName,
                id() + ":" + sessionName,
                arn(),
                all,
                sourceIdentity,
                sessionPolicy);
    }

    public boolean isRole() {
        return trust != null;
    }

    /** Mutable. */
    @NonNull
    public Map<String, String> tags() {
        return tags;
    }

    public long maxSessionSeconds() {
        return maxSessionSeconds;
    }

    /** @param seconds 3600 to 43200 for a role */
    public void maxSessionSeconds(long seconds) {
        maxSessionSeconds = seconds;
    }

    Effective<Attached> attached() {
        return attached;
    }

    /** Who may assume it; null for a user. */
    @CheckForNull
    Effective<PolicyDocument> trust() {
        return trust;
    }

    /** Who may assume it now; null for a user. */
    @CheckForNull
    public PolicyDocument trustPolicy() {
        return trust == null ? null : trust.get();
    }

    List<PolicyDocument> policies() {
        return new ArrayList<>(attached.get().policies().values());
    }
}
