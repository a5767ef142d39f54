package io.jenkins.plugins.codedeploy.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** With whose rights credentials are looked up, and from where. It is asked again for each use, on any thread. */
public abstract class CredentialsLookup {
    /** Null for an administrator outside of any item. */
    @CheckForNull
    public abstract Item item();

    /** A credential that the job itself names. */
    @CheckForNull
    public abstract <C extends StandardCredentials> C find(@NonNull Class<C> type, @NonNull String id);

    /** Whether the one who acts may use its item's credentials. */
    protected abstract boolean mayUse(@NonNull Authentication authentication);

    /** Records the use. */
    public abstract void track(@NonNull StandardCredentials found);

    /** Two places never share what they find. */
    @NonNull
    public abstract String place();

    @NonNull
    public abstract Map<String, String> sessionTags();

    @CheckForNull
    public abstract String sourceIdentity();

    /** Of sessions that a token opens in the source account. */
    @NonNull
    public abstract String sessionName();

    /**
     * The credential that a target account names: found from where the target stands, so that no job, folder, user or
     * build parameter puts another one of that id in its place.
     *
     * @param folder null for the whole of Jenkins
     */
    @CheckForNull
    public final <C extends StandardCredentials> C findForTarget(
            @NonNull Class<C> type, @NonNull String id, @CheckForNull ItemGroup<?> folder) {
        if (!mayUseItem()) {
            return null;
        }
        C found = CredentialsProvider.findCredentialByIdInItemGroup(
                id, type, folder == null ? Jenkins.get() : folder, ACL.SYSTEM2, List.of());
        return found == null ? null : type.cast(contextual(found));
    }

    /** The same for a build: a token says whose it is. */
    @NonNull
    protected abstract Credentials contextual(@NonNull Credentials found);

    /** As whom this very build runs, or a person's item would. */
    @NonNull
    protected abstract Authentication acting();

    /** Whether the one who acts may use the credentials of its item, or is Jenkins itself. */
    public final boolean mayUseItem() {
        Authentication acting = acting();
        return acting.equals(ACL.SYSTEM2) || mayUse(acting);
    }

    /** As whom the item's builds run, as far as that does not depend on who starts them. */
    @NonNull
    public static Authentication defaultAuthentication(@CheckForNull Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
