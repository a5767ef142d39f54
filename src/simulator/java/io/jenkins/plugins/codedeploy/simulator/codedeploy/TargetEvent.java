package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.instance.EventDiagnostics;
import java.time.Instant;

/** One lifecycle event of one target; guarded by the realm. */
final class TargetEvent {
    final String name;
    private String status = "Pending";

    @CheckForNull
    private Instant start;

    @CheckForNull
    private Instant end;

    @CheckForNull
    private EventDiagnostics outcome;

    TargetEvent(@NonNull String name) {
        this.name = name;
    }

    @NonNull
    String status() {
        return status;
    }

    void begin() {
        status = "InProgress";
        start = Instant.now();
    }

    void end(@NonNull EventDiagnostics result) {
        status = result.succeeded() ? "Succeeded" : "Failed";
        end = Instant.now();
        outcome = result;
    }

    /** The deployment ends without it. */
    void abandon() {
        if (status.equals("Pending")) {
            status = "Skipped";
        } else if (status.equals("InProgress")) {
            status = "Unknown";
        }
    }

    @NonNull
    ObjectNode json() {
        ObjectNode event = Json.object().put("lifecycleEventName", name).put("status", status);
        Json.put(event, "startTime", start);
        Json.put(event, "endTime", end);
        if (outcome != null) {
            event.putObject("diagnostics")
                    .put("errorCode", outcome.errorCode())
                    .put("scriptName", outcome.scriptName())
                    .put("message", outcome.message())
                    .put("logTail", outcome.logTail());
        }
        return event;
    }
}
