package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The OpenID Connect identity providers of all accounts.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html">OIDC providers</a>
 */
public final class IdentityProviders {
    private static final Pattern LOOPBACK = Pattern.compile("http://(127\\.0\\.0\\.1|localhost)(:\\d+)?(/.*)?");

    private final Map<String, Provider> providers = new ConcurrentHashMap<>();
    private final Iam iam;

    /**
     * One provider of one account.
     *
     * @param url the issuer, as tokens have it
     * @param clientIds audiences that it accepts
     */
    public record Provider(
            @NonNull String arn,
            @NonNull String url,
            @NonNull Set<String> clientIds) {
        /** The name in condition keys and in the ARN: the URL without its scheme. */
        @NonNull
        public String name() {
            return nameOf(url);
        }
    }

    IdentityProviders(@NonNull Iam iam) {
        this.iam = iam;
    }

    /** @param url {@code https}; for this machine {@code http} too, which IAM itself refuses */
    @NonNull
    public Provider create(@NonNull String accountId, @NonNull String url, @NonNull List<String> clientIds)
            throws AwsError {
        boolean secure = url.startsWith("https://") && URI.create(url).getHost() != null;
        if (!secure && !LOOPBACK.matcher(url).matches()) {
            throw AwsError.badRequest("ValidationError", "Invalid Open ID Connect Provider URL");
        }
        Provider provider =
                new Provider("arn:aws:iam::" + accountId + ":oidc-provider/" + nameOf(url), url, Set.copyOf(clientIds));
        if (providers.putIfAbsent(provider.arn(), provider) != null) {
            throw new AwsError(409, "EntityAlreadyExists", "Provider with url " + url + " already exists.");
        }
        return provider;
    }

    public void delete(@NonNull String arn) throws AwsError {
        if (providers.remove(arn) == null) {
            throw new AwsError(404, "NoSuchEntity", "OpenIDConnect Provider not found for arn " + arn);
        }
    }

    /** Null where the account has no provider for the issuer. */
    @CheckForNull
    public Provider find(@NonNull String accountId, @NonNull String issuer) {
        Provider found = providers.get("arn:aws:iam::" + accountId + ":oidc-provider/" + nameOf(issuer));
        return found == null || !found.url().equals(issuer) ? null : found;
    }

    /** Whether a role's trust policy lets a user of the provider act so, and nothing denies it. */
    public boolean allows(
            @NonNull Provider provider, @NonNull String action, @NonNull Entity role, @NonNull Map<String, ?> claims) {
        PolicyDocument trust = role.trustPolicy();
        Context context = new Context(Caller.ANONYMOUS, claims);
        boolean controlled = iam.organization().resourceControl(role.accountId(), action).stream()
                .flatMap(policy -> policy.statements().stream())
                .anyMatch(s -> !s.allow() && s.speaksOf(action, role.arn(), context));
        if (trust == null || controlled) {
            return false;
        }
        List<Statement> relevant = trust.statements().stream()
                .filter(s -> s.meansFederated(provider.arn()) && s.speaksOf(action, role.arn(), context))
                .toList();
        return !relevant.isEmpty() && relevant.stream().allMatch(Statement::allow);
    }

    private static String nameOf(String url) {
        return url.substring(url.indexOf("://") + 3);
    }
}
