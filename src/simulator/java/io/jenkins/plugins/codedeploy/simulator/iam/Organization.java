package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The organization of the accounts: its ID and the control policies that are attached to an account. Each account begins
 * with the policies of AWS that allow everything, and without an organization.
 *
 * @see <a href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_authorization_policies.html">Control policies</a>
 */
public final class Organization {
    /** The name of the policies that allow everything; a service control policy of this name can be removed. */
    public static final String FULL_ACCESS = "FullAWSAccess";

    /** Those of the simulation's services that resource control policies support. */
    private static final Set<String> CONTROLLED = Set.of("s3", "sts", "kms");

    private final Iam iam;
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Map<String, Effective<Map<String, PolicyDocument>>> services = new ConcurrentHashMap<>();
    private final Map<String, Effective<Map<String, PolicyDocument>>> resources = new ConcurrentHashMap<>();

    Organization(@NonNull Iam iam) {
        this.iam = iam;
    }

    /** @param id such as {@code o-a1b2c3d4e5}; null takes the account out of its organization */
    public void join(@NonNull String accountId, @CheckForNull String id) {
        if (id == null) {
            ids.remove(accountId);
        } else {
            ids.put(accountId, id);
        }
    }

    /** Null for an account without an organization. */
    @CheckForNull
    String id(@NonNull String accountId) {
        return ids.get(accountId);
    }

    /** @param document null removes the policy of this name */
    public void serviceControl(@NonNull String accountId, @NonNull String name, @CheckForNull String document)
            throws AwsError {
        PolicyDocument policy = document == null ? null : iam.parse(document, PolicyDocument.Purpose.IDENTITY);
        change(of(services, accountId), name, policy, iam.delay());
    }

    /** @param document null removes the policy of this name */
    public void resourceControl(@NonNull String accountId, @NonNull String name, @CheckForNull String document)
            throws AwsError {
        PolicyDocument policy = document == null ? null : iam.parse(document, PolicyDocument.Purpose.RESOURCE_CONTROL);
        change(of(resources, accountId), name, policy, iam.delay());
    }

    private static void change(
            Effective<Map<String, PolicyDocument>> attached,
            String name,
            @CheckForNull PolicyDocument policy,
            Duration delay) {
        Map<String, PolicyDocument> changed = new TreeMap<>(attached.latest());
        if (policy == null) {
            changed.remove(name);
        } else {
            changed.put(name, policy);
        }
        attached.set(changed, delay);
    }

    @NonNull
    List<PolicyDocument> serviceControl(@NonNull String accountId) {
        return List.copyOf(of(services, accountId).get().values());
    }

    /** @param action of the call: most services know no resource control policies */
    @NonNull
    List<PolicyDocument> resourceControl(@NonNull String accountId, @NonNull String action) {
        return CONTROLLED.contains(action.substring(0, action.indexOf(':')))
                ? List.copyOf(of(resources, accountId).get().values())
                : List.of();
    }

    private Effective<Map<String, PolicyDocument>> of(
            Map<String, Effective<Map<String, PolicyDocument>>> all, String accountId) {
        return all.computeIfAbsent(
                accountId, account -> new Effective<>(all == services ? Map.of(FULL_ACCESS, fullAccess()) : Map.of()));
    }

    private PolicyDocument fullAccess() {
        try {
            return iam.parse("""
                    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""", PolicyDocument.Purpose.IDENTITY);
        } catch (AwsError e) {
            throw new IllegalStateException(e);
        }
    }
}
