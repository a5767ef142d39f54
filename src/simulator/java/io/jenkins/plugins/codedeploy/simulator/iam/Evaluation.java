package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.Comparator;
import java.util.List;

/**
 * How policies add up to a decision.
 *
 * @param identity the caller's own policies; empty where user or role are gone
 * @param boundary null for none
 * @param session null for none
 * @param resource the resource's policy; null for none
 * @param serviceControl of the caller's account
 * @param resourceControl of the resource's account
 * @param sameAccount whether caller and resource belong together
 * @param resourceMustAllow a key's or role's policy decides alone whom to let in, also within the account
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Logic</a>
 */
record Evaluation(
        Caller caller,
        List<PolicyDocument> identity,
        @CheckForNull PolicyDocument boundary,
        @CheckForNull PolicyDocument session,
        @CheckForNull PolicyDocument resource,
        List<PolicyDocument> serviceControl,
        List<PolicyDocument> resourceControl,
        boolean sameAccount,
        boolean resourceMustAllow) {

    Decision decide(String action, String arn, Context context) {
        if (resourceControl.stream().anyMatch(policy -> says(policy, false, action, arn, context))) {
            return Decision.explicitDeny("a resource control policy");
        }
        if (serviceControl.stream().anyMatch(policy -> says(policy, false, action, arn, context))) {
            return Decision.explicitDeny("a service control policy");
        }
        if (!isAnonymous() && serviceControl.stream().noneMatch(policy -> says(policy, true, action, arn, context))) {
            return Decision.nothingAllows("service control policy", action);
        }
        if (identity.stream().anyMatch(policy -> says(policy, false, action, arn, context))) {
            return Decision.explicitDeny("an identity-based policy");
        }
        if (boundary != null && says(boundary, false, action, arn, context)) {
            return Decision.explicitDeny("a permissions boundary");
        }
        if (session != null && says(session, false, action, arn, context)) {
            return Decision.explicitDeny("a session policy");
        }
        if (resourceSays(false, action, arn, context) != Principals.Match.NONE) {
            return Decision.explicitDeny("a resource-based policy");
        }
        Principals.Match granted = resourceSays(true, action, arn, context);
        if (isAnonymous()) {
            return granted == Principals.Match.NONE
                    ? Decision.nothingAllows("resource-based policy", action)
                    : Decision.ALLOWED;
        }
        if (granted == Principals.Match.NONE && (!sameAccount || resourceMustAllow)) {
            Decision own = own(action, arn, context, true);
            return own.allowed() ? Decision.nothingAllows("resource-based policy", action) : own;
        }
        boolean alone = sameAccount && granted.compareTo(Principals.Match.ACCOUNT) > 0;
        if (alone && granted == Principals.Match.EXACT) {
            return Decision.ALLOWED;
        }
        return own(action, arn, context, !alone);
    }

    private boolean isAnonymous() {
        return caller.kind() == Caller.Kind.ANONYMOUS;
    }

    /** The identity's side; a grant to a role still ends at its boundary and at the session's policy. */
    private Decision own(String action, String arn, Context context, boolean policyNeeded) {
        if (policyNeeded && identity.stream().noneMatch(policy -> says(policy, true, action, arn, context))) {
            return Decision.nothingAllows("identity-based policy", action);
        }
        if (boundary != null && !says(boundary, true, action, arn, context)) {
            return Decision.nothingAllows("permissions boundary", action);
        }
        if (session != null && !says(session, true, action, arn, context)) {
            return Decision.nothingAllows("session policy", action);
        }
        return Decision.ALLOWED;
    }

    private static boolean says(PolicyDocument policy, boolean allow, String action, String arn, Context context) {
        return policy.statements().stream()
                .anyMatch(statement -> statement.allow() == allow && statement.speaksOf(action, arn, context));
    }

    private Principals.Match resourceSays(boolean allow, String action, String arn, Context context) {
        if (resource == null) {
            return Principals.Match.NONE;
        }
        return resource.statements().stream()
                .filter(statement -> statement.allow() == allow && statement.speaksOf(action, arn, context))
                .map(statement -> statement.match(caller))
                .max(Comparator.naturalOrder())
                .orElse(Principals.Match.NONE);
    }
}
