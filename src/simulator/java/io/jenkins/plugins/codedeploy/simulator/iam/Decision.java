package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * Whether a call may go on.
 *
 * @param reason of a refusal as AWS ends its message, such as
 *     {@code because no identity-based policy allows the s3:PutObject action}; empty where allowed
 */
public record Decision(boolean allowed, @NonNull String reason) {
    static final Decision ALLOWED = new Decision(true, "");

    static Decision explicitDeny(String kind) {
        return new Decision(false, "with an explicit deny in " + kind);
    }

    static Decision nothingAllows(String kind, String action) {
        return new Decision(false, "because no " + kind + " allows the " + action + " action");
    }
}
