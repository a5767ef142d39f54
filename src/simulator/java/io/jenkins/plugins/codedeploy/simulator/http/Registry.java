package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The services that answer, by the name that a credential scope has for them. */
public final class Registry {
    /** A service and how it speaks. */
    record Entry(@NonNull Service service, @NonNull Protocol protocol) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public void plug(@NonNull String name, @NonNull Service service, @NonNull Protocol protocol) {
        entries.put(name, new Entry(service, protocol));
    }

    @CheckForNull
    Entry find(@NonNull String name) {
        return entries.get(name);
    }

    /** The service that an unsigned request means. */
    @NonNull
    String guess(@NonNull Headers headers) {
        String target = headers.get("x-amz-target", "");
        if (!target.isEmpty()) {
            return target.startsWith("CodeDeploy_")
                    ? "codedeploy"
                    : target.substring(0, Math.max(0, target.indexOf('.')));
        }
        return headers.get("content-type", "").startsWith("application/x-www-form-urlencoded") ? "sts" : "s3";
    }
}
