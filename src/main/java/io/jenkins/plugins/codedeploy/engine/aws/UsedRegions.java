package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Remembers in which Regions each identity has created deployments, to suggest them when a name is not found. */
public final class UsedRegions {
    private record Identity(String source, Object role, AwsEndpoints endpoints) {
        static Identity of(TargetAccess access) {
            return new Identity(access.source().tenant(), access.role(), access.endpoints());
        }
    }

    private final Recent<Identity, Set<String>> regions = new Recent<>();

    /** Records that a deployment was created in the Region of the access. */
    public void add(@NonNull TargetAccess access) {
        regions.computeIfAbsent(Identity.of(access), identity -> new ConcurrentSkipListSet<>())
                .add(access.region());
    }

    /** Returns the other Regions in which the same identity has created deployments lately, in alphabetical order. */
    @NonNull
    public List<String> besides(@NonNull TargetAccess access) {
        Set<String> used = regions.get(Identity.of(access));
        return used == null
                ? List.of()
                : used.stream()
                        .filter(region -> !region.equals(access.region()))
                        .toList();
    }
}
