package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.TreeSet;

/** What an application knows of a revision that is registered; guarded by the realm. */
final class RevisionUse {
    final Instant registered = Instant.now();

    @CheckForNull
    String description;

    @CheckForNull
    Instant firstUsed;

    @CheckForNull
    Instant lastUsed;

    private final TreeSet<String> groups = new TreeSet<>();

    RevisionUse(@CheckForNull String description) {
        this.description = description;
    }

    void by(@NonNull String group) {
        Instant now = Instant.now();
        firstUsed = firstUsed == null ? now : firstUsed;
        lastUsed = now;
        groups.add(group);
    }

    @NonNull
    ObjectNode json() {
        ObjectNode info = Json.object();
        Json.put(info, "description", description);
        info.set("deploymentGroups", Json.array(groups));
        Json.put(info, "registerTime", registered);
        Json.put(info, "firstUsedTime", firstUsed);
        Json.put(info, "lastUsedTime", lastUsed);
        return info;
    }
}
