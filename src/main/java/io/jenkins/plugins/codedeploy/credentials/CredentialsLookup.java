package io.jenkins.plugins.codedeploy.credentials;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
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
    public abstract AmazonWebServicesCredentials find(@NonNull String id);

    /** Whether the one who acts may use its item's credentials. */
    protected abstract boolean mayUse(@NonNull Authentication authentication);

    /** Records the use. */
    public abstract void track(@NonNull AmazonWebServicesCredentials found);

    /** Two places never share what they find. */
    @NonNull
    public abstract String place();

    @NonNull
    public abstract Map<String, String> sessionTags();

    @CheckForNull
    public abstract String sourceIdentity();

    /**
     * The credential that a target account names: found from where the target stands, so that no job, folder, user or
     * build parameter puts another one of that id in its place.
     *
     * @param folder null for the whole of Jenkins
     */
    @CheckForNull
    public final AmazonWebServicesCredentials findForTarget(@NonNull String id, @CheckForNull ItemGroup<?> folder) {
        if (!mayUseItem()) {
            return null;
        }
        return CredentialsProvider.findCredentialByIdInItemGroup(
                id,
                AmazonWebServicesCredentials.class,
                folder == null ? Jenkins.get() : folder,
                ACL.SYSTEM2,
                List.of());
    }

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
