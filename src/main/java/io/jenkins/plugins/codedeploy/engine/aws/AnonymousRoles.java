package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers for a day which roles accept a source identity only without session tags and source identity, so that
 * CloudTrail does not fill with a refusal before each session.
 */
final class AnonymousRoles {
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MOST = 1000;

    /** The credential, and all that decides whether AssumeRole is accepted. */
    private record Entrance(
            @NonNull String source,
            @NonNull String role,
            @CheckForNull String externalId,
            @CheckForNull URI sts) {
        static Entrance of(TargetAccess access) {
            return new Entrance(
                    access.source().tenant(),
                    String.valueOf(access.role()),
                    access.externalId(),
                    access.endpoints().sts());
        }
    }

    private final Map<Entrance, Instant> until = new LinkedHashMap<>();

    synchronized boolean contains(@NonNull TargetAccess access, @NonNull Instant now) {
        Entrance entrance = Entrance.of(access);
        Instant end = until.get(entrance);
        if (end == null || now.isBefore(end)) {
            return end != null;
        }
        until.remove(entrance);
        return false;
    }

    synchronized void add(@NonNull TargetAccess access, @NonNull Instant now) {
        until.put(Entrance.of(access), now.plus(REMEMBERED));
        if (until.size() > MOST) {
            until.remove(until.keySet().iterator().next());
        }
    }

    synchronized void remove(@NonNull TargetAccess access) {
        until.remove(Entrance.of(access));
    }
}
