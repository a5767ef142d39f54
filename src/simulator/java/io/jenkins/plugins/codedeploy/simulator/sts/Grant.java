package io.jenkins.plugins.codedeploy.simulator.sts;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.iam.Decision;
import io.jenkins.plugins.codedeploy.simulator.iam.Entity;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.iam.PolicyDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Decides whether a session is granted. */
final class Grant {
    private static final int HOUR = 3600;

    private final Iam iam;

    Grant(Iam iam) {
        this.iam = iam;
    }

    @NonNull
    Caller session(Caller caller, AssumeRole asked) throws AwsError {
        String policy = iam.sessionPolicy(asked.policy(), asked.managedPolicies());
        Entity role = iam.find(asked.roleArn());
        PolicyDocument trust = role == null ? null : role.trustPolicy();
        if (role == null || trust == null) {
            // No caller learns whether a role exists.
            throw denied(caller, "sts:AssumeRole", asked, "");
        }
        String identity = sourceIdentity(caller, asked);
        Map<String, Object> context = context(asked, identity);
        require(caller, "sts:AssumeRole", asked, role, trust, context);
        if (!asked.tags().isEmpty()) {
            require(caller, "sts:TagSession", asked, role, trust, context);
        }
        if (identity != null) {
            require(caller, "sts:SetSourceIdentity", asked, role, trust, context);
        }
        checkDuration(caller, asked, role);
        return role.session(asked.sessionName(), asked.tags(), identity, policy);
    }

    /** A chained session keeps the source identity of the first one. */
    @CheckForNull
    private static String sourceIdentity(Caller caller, AssumeRole asked) throws AwsError {
        String kept = caller.sourceIdentity();
        String wanted = asked.sourceIdentity();
        if (kept != null && wanted != null && !kept.equals(wanted)) {
            throw AwsError.accessDenied(
                    "User: " + caller.arn() + " is not authorized to set the SourceIdentity value: " + wanted);
        }
        return kept != null ? kept : wanted;
    }

    private static Map<String, Object> context(AssumeRole asked, @CheckForNull String identity) {
        Map<String, Object> context = new HashMap<>();
        context.put("sts:ExternalId", asked.externalId());
        context.put("sts:RoleSessionName", asked.sessionName());
        context.put("sts:SourceIdentity", identity);
        asked.tags().forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
        if (!asked.tags().isEmpty()) {
            context.put("aws:TagKeys", new ArrayList<>(asked.tags().keySet()));
        }
        if (!asked.transitiveTagKeys().isEmpty()) {
            context.put("sts:TransitiveTagKeys", asked.transitiveTagKeys());
        }
        return context;
    }

    private void require(
            Caller caller, String action, AssumeRole asked, Entity role, PolicyDocument trust, Map<String, ?> context)
            throws AwsError {
        Decision decision = iam.decide(caller, action, role.arn(), role.accountId(), trust, true, context);
        if (!decision.allowed()) {
            // What the trust policy says stays with its owner.
            throw denied(caller, action, asked, decision.reason().contains("resource-based") ? "" : decision.reason());
        }
    }

    private static AwsError denied(Caller caller, String action, AssumeRole asked, String reason) {
        return AwsError.accessDenied("User: " + caller.arn() + " is not authorized to perform: " + action
                + " on resource: " + asked.roleArn() + (reason.isEmpty() ? "" : " " + reason));
    }

    private static void checkDuration(Caller caller, AssumeRole asked, Entity role) throws AwsError {
        Integer seconds = asked.durationSeconds();
        if (seconds == null) {
            return;
        }
        if (chained(caller) && seconds > HOUR) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
                            + " chaining");
        }
        if (seconds > role.maxSessionSeconds()) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
    }

    private static boolean chained(Caller caller) {
        return caller.kind() == Caller.Kind.ASSUMED_ROLE;
    }

    /** An hour where nothing was asked. */
    static int seconds(AssumeRole asked) {
        Integer seconds = asked.durationSeconds();
        return seconds == null ? HOUR : seconds;
    }
}
