package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.List;
import java.util.function.Function;

/**
 * One statement.
 *
 * @param principals null in a policy of an identity
 * @param notPrincipals everybody but them
 * @param notActions everything but them
 * @param resources empty in a trust policy: the role itself
 */
record Statement(
        boolean allow,
        @CheckForNull Principals principals,
        boolean notPrincipals,
        List<Glob> actions,
        boolean notActions,
        List<Glob> resources,
        boolean notResources,
        List<Condition> conditions) {

    /** Whether the statement covers such a call, regardless of the principal. */
    boolean speaksOf(String action, String resource, Context context) {
        Function<String, String> variables = context::variable;
        return actions.stream().anyMatch(glob -> glob.matches(action, variables)) != notActions
                && (resources.isEmpty()
                        || resources.stream().anyMatch(glob -> glob.matches(resource, variables)) != notResources)
                && conditions.stream().allMatch(condition -> condition.holds(context));
    }

    boolean meansService(String service) {
        return principals != null && !notPrincipals && principals.meansService(service);
    }

    boolean meansFederated(String provider) {
        return principals != null && principals.meansFederated(provider) != notPrincipals;
    }

    Principals.Match match(Caller caller) {
        if (principals == null) {
            return Principals.Match.NONE;
        }
        Principals.Match match = principals.match(caller);
        if (!notPrincipals) {
            return match;
        }
        // an exempt account exempts none of its users and roles by itself
        boolean exempt = match != Principals.Match.NONE && match != Principals.Match.ACCOUNT;
        return exempt ? Principals.Match.NONE : Principals.Match.ANYBODY;
    }
}
