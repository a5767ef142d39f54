package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.List;

/** Told what happens to a deployment, one call at a time, on a thread of the pool: it must not block. */
public interface WatchListener {
    /** AWS described the deployment, changed or not. */
    void seen(@NonNull Snapshot snapshot);

    /** The targets among those last asked for that are new or changed. */
    void targets(@NonNull List<TargetState> changed);

    /** AWS does not let us see the targets: only the counters are known from here on. */
    void targetsRefused(@NonNull RuntimeException refusal);

    /** AWS gives no usable response, and polling continues. Called once per outage. */
    void troubleBegan(@NonNull RuntimeException trouble);

    void troubleEnded(@NonNull Duration spell);

    /** The watch is over: refused for good, or without any answer for longer than {@link WatchTimes#silence}. */
    void lost(@NonNull RuntimeException last, @NonNull Duration silence);
}
