package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** An application of one realm. */
public final class Application {
    final Realm realm;
    final Map<String, Group> groups = new TreeMap<>();
    final Map<RevisionLocation, RevisionUse> revisions = new LinkedHashMap<>();
    private final String name;
    private final String id = DeploymentIds.resource();
    private final ComputePlatform platform;
    private final Instant created = Instant.now();

    Application(@NonNull Realm realm, @NonNull String name, @NonNull ComputePlatform platform) {
        this.realm = realm;
        this.name = name;
        this.platform = platform;
    }

    @NonNull
    public String name() {
        return name;
    }

    @NonNull
    public ComputePlatform platform() {
        return platform;
    }

    @NonNull
    String id() {
        return id;
    }

    /** The group of this name, made if there is none. */
    @NonNull
    public Group group(@NonNull String groupName, @NonNull String serviceRoleArn) {
        synchronized (realm) {
            return groups.computeIfAbsent(groupName, n -> new Group(this, n, serviceRoleArn));
        }
    }

    /** @throws AwsError where there is none of this name */
    @NonNull
    public Group find(@NonNull String groupName) throws AwsError {
        synchronized (realm) {
            return realm.existing(name, groupName);
        }
    }

    /** Registers it if it is new. */
    @NonNull
    RevisionUse use(@NonNull RevisionLocation revision, @CheckForNull String description) {
        return revisions.computeIfAbsent(revision, r -> new RevisionUse(description));
    }

    @NonNull
    ObjectNode json() {
        ObjectNode info = Json.object()
                .put("applicationId", id)
                .put("applicationName", name)
                .put("computePlatform", platform.name())
                .put("linkedToGitHub", false);
        Json.put(info, "createTime", created);
        return info;
    }
}
