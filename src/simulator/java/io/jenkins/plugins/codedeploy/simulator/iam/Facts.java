package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is true of calls beside what the simulation sees: that they come through a VPC endpoint, without TLS, from an
 * address, with MFA. Each is a value of a condition key.
 */
public final class Facts {
    /** In place of a caller: every caller. */
    public static final String ANYBODY = "*";

    private final Map<String, Map<String, String>> byCaller = new ConcurrentHashMap<>();

    /**
     * @param caller {@link #ANYBODY}, an account's ID, or the ARN of a user or role; the more specific one counts
     * @param key such as {@code aws:SourceVpce}
     * @param value null takes the key back; empty makes it absent where calls have it otherwise
     */
    public void set(@NonNull String caller, @NonNull String key, @CheckForNull String value) {
        Map<String, String> facts = byCaller.computeIfAbsent(caller, c -> new ConcurrentHashMap<>());
        if (value == null) {
            facts.remove(key);
        } else {
            facts.put(key, value);
        }
    }

    @NonNull
    Map<String, String> of(@NonNull Caller caller) {
        Map<String, String> all = new TreeMap<>(byCaller.getOrDefault(ANYBODY, Map.of()));
        all.putAll(byCaller.getOrDefault(caller.accountId(), Map.of()));
        String arn = caller.roleArn() == null ? caller.arn() : caller.roleArn();
        all.putAll(byCaller.getOrDefault(arn, Map.of()));
        return all;
    }
}
