package io.jenkins.plugins.codedeploy.account;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.Secret;
import io.jenkins.plugins.codedeploy.credentials.CredentialsLookup;
import io.jenkins.plugins.codedeploy.credentials.IdTokens;
import io.jenkins.plugins.codedeploy.credentials.IdentityKeys;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The source identity that a credential gives: a stored key, or one that makes ID tokens. */
final class StoredIdentity {
    /** @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html">AccessKeyId</a> */
    private static final Pattern ACCESS_KEY_ID = Pattern.compile("[A-Za-z0-9_]{16,128}");

    private static final Pattern SECRET_KEY = Pattern.compile("[\\x21-\\x7e]{1,256}");

    private StoredIdentity() {}

    /** Finds a credential of one kind. */
    private interface Finder {
        @CheckForNull
        <C extends StandardCredentials> C find(Class<C> type);
    }

    /**
     * Of a credential that the job itself names, perhaps as {@code ${PARAMETER}}.
     *
     * @param sourceRole that a token assumes; null for none
     */
    @NonNull
    static SourceIdentity given(@NonNull String id, @CheckForNull RoleArn sourceRole, @NonNull CredentialsLookup lookup)
            throws AbortException {
        Item item = lookup.item();
        String scope = item == null ? "" : item.getParent().getFullName();
        return identity(
                id,
                sourceRole,
                new Finder() {
                    @Override
                    public <C extends StandardCredentials> C find(Class<C> type) {
                        return lookup.find(type, id);
                    }
                },
                lookup,
                "given:" + scope);
    }

    /** Of the credential that a target account names. */
    @NonNull
    static SourceIdentity ofTarget(
            @NonNull DefinedTarget target, @CheckForNull RoleArn sourceRole, @NonNull CredentialsLookup lookup)
            throws AbortException {
        String id = target.account().getCredentialsId();
        ItemGroup<?> folder = target.folder();
        boolean everywhere = target.account().getFolders().isEmpty();
        return identity(
                id,
                sourceRole,
                new Finder() {
                    @Override
                    public <C extends StandardCredentials> C find(Class<C> type) {
                        C found = lookup.findForTarget(type, id, folder);
                        // scope System is for the chosen alone: a target for every job does not lend it out
                        return everywhere && found != null && found.getScope() == CredentialsScope.SYSTEM
                                ? null
                                : found;
                    }
                },
                lookup,
                folder == null ? "global" : "folder:" + folder.getFullName());
    }

    /** Whether a target account names a credential that no job can use by its id. */
    static boolean isSystem(@NonNull DefinedTarget target, @NonNull CredentialsLookup lookup) {
        String id = target.account().getCredentialsId();
        if (id == null) {
            return false;
        }
        StandardCredentials found = lookup.findForTarget(AmazonWebServicesCredentials.class, id, target.folder());
        Class<? extends StandardCredentials> tokens = IdTokens.type();
        if (found == null && tokens != null) {
            found = lookup.findForTarget(tokens, id, target.folder());
        }
        return found != null && found.getScope() == CredentialsScope.SYSTEM;
    }

    private static SourceIdentity identity(
            String id, @CheckForNull RoleArn sourceRole, Finder finder, CredentialsLookup lookup, String scope)
            throws AbortException {
        AmazonWebServicesCredentials found = finder.find(AmazonWebServicesCredentials.class);
        Class<? extends StandardCredentials> tokens = IdTokens.type();
        if (found == null && tokens != null && finder.find(tokens) != null) {
            return token(id, sourceRole, () -> finder.find(tokens), lookup, scope);
        }
        if (found == null) {
            throw new AbortException(SingleLine.of(Messages.StoredIdentity_notFound(id)));
        }
        if (sourceRole != null) {
            throw new InvalidInputException("sourceRoleArn", Text.of("aws.webIdentity.noToken"));
        }
        String unfit = unfit(found);
        if (unfit != null) {
            throw new AbortException(SingleLine.of(unfit));
        }
        lookup.track(found);
        String key = found instanceof AWSCredentialsImpl keys
                ? IdentityKeys.of(scope, IdentityKeys.of(keys))
                // of other kinds nothing is known: two builds may see different ones by the same id
                : IdentityKeys.of(scope, found.getClass().getName(), found.getId(), lookup.place());
        StoredCredentials stored = new StoredCredentials(id, () -> finder.find(AmazonWebServicesCredentials.class));
        return new SourceIdentity(stored, key, Messages.StoredIdentity_label(found.getId()));
    }

    /** A token is its build's: no other build looks with the sessions that it gets. */
    private static SourceIdentity token(
            String id,
            @CheckForNull RoleArn sourceRole,
            Supplier<StandardCredentials> find,
            CredentialsLookup lookup,
            String scope) {
        StandardCredentials first = find.get();
        lookup.track(first);
        Supplier<String> token = () -> {
            StandardCredentials found = find.get();
            if (found == null) {
                throw StoredCredentials.unable(Messages.StoredIdentity_notFound(id));
            }
            try {
                return IdTokens.token(found);
            } catch (RuntimeException e) {
                throw StoredCredentials.unable(Messages.StoredIdentity_noToken(found.getId(), e.getMessage()));
            }
        };
        return SourceIdentity.ofToken(
                new WebIdentity(token, sourceRole, lookup.sessionName()),
                IdentityKeys.of(scope, "token", first.getId(), lookup.place()),
                IdentityKeys.of(scope, "token", first.getId()),
                Messages.StoredIdentity_tokenLabel(first.getId()));
    }

    /**
     * Why a credential cannot act in a build; null where it can. With blank keys aws-credentials turns to the
     * controller's own identity, which nobody may borrow by storing an empty credential. There are more kinds of blanks
     * than any list has, so it is not blanks that are refused, but whatever does not look like a key.
     */
    static String unfit(@NonNull AmazonWebServicesCredentials found) {
        if (!(found instanceof AWSCredentialsImpl keys)) {
            return null;
        }
        if (!ACCESS_KEY_ID.matcher(Util.fixNull(keys.getAccessKey())).matches()
                || !SECRET_KEY.matcher(Secret.toString(keys.getSecretKey())).matches()) {
            return Messages.StoredIdentity_blank(found.getId());
        }
        return keys.requiresToken() ? Messages.StoredIdentity_token(found.getId()) : null;
    }
}
