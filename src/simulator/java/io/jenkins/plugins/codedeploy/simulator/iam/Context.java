package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What conditions are asked about: the call's own keys and those that every call has. Names are compared without case.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global keys</a>
 */
final class Context {
    private final TreeMap<String, List<String>> values = new TreeMap<>();

    Context(Caller caller, Map<String, ?> own) {
        this(caller, Map.of(), own);
    }

    /** @param facts stronger than what the simulation sees; an empty value makes a key absent */
    Context(Caller caller, Map<String, String> facts, Map<String, ?> own) {
        put("aws:PrincipalArn", caller.roleArn() == null ? caller.arn() : caller.roleArn());
        put("aws:PrincipalAccount", caller.accountId());
        put("aws:PrincipalType", type(caller));
        put("aws:userid", caller.userId());
        if (caller.kind() == Caller.Kind.USER) {
            put("aws:username", caller.arn().substring(caller.arn().lastIndexOf('/') + 1));
        }
        if (caller.sourceIdentity() != null) {
            put("aws:SourceIdentity", caller.sourceIdentity());
        }
        caller.tags().forEach((key, value) -> put("aws:PrincipalTag/" + key, value));
        // Loopback represents the TLS connection to AWS.
        put("aws:SecureTransport", "true");
        put("aws:SourceIp", "127.0.0.1");
        put("aws:ViaAWSService", "false");
        put("aws:CurrentTime", Instant.now().toString());
        put("aws:EpochTime", Long.toString(Instant.now().getEpochSecond()));
        facts.forEach((key, value) -> {
            if (value.isEmpty()) {
                values.remove(name(key));
            } else {
                put(key, value);
            }
        });
        own.forEach((key, value) -> {
            if (value instanceof List<?> all) {
                values.put(name(key), all.stream().map(String::valueOf).toList());
            } else if (value != null) {
                put(key, value.toString());
            }
        });
    }

    private static String type(Caller caller) {
        return switch (caller.kind()) {
            case ANONYMOUS -> "Anonymous";
            case USER -> "User";
            case ASSUMED_ROLE -> "AssumedRole";
        };
    }

    private void put(String key, String value) {
        values.put(name(key), List.of(value));
    }

    private static String name(String key) {
        return key.toLowerCase(Locale.ROOT);
    }

    /** Null where the key is absent. */
    @CheckForNull
    List<String> get(String key) {
        return values.get(name(key));
    }

    /** A policy variable's value; null where it is absent or has several. */
    @CheckForNull
    String variable(String key) {
        List<String> all = get(key);
        return all != null && all.size() == 1 ? all.get(0) : null;
    }
}
