package io.jenkins.plugins.codedeploy.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;

/** As the builds of an item may, for a person who configures it. */
public final class ItemLookup extends CredentialsLookup {
    private final Item item;

    public ItemLookup(@CheckForNull Item item) {
        this.item = item;
    }

    @Override
    public Item item() {
        return item;
    }

    @Override
    public <C extends StandardCredentials> C find(Class<C> type, String id) {
        return CredentialsProvider.findCredentialByIdInItem(id, type, item, defaultAuthentication(item), List.of());
    }

    @Override
    protected Authentication acting() {
        return defaultAuthentication(item);
    }

    @Override
    protected boolean mayUse(Authentication authentication) {
        return item == null || item.hasPermission2(authentication, CredentialsProvider.USE_ITEM);
    }

    @Override
    public void track(StandardCredentials found) {
        // a form's suggestions are no use that an administrator wants to trace
    }

    @Override
    public String place() {
        return item == null ? "" : item.getFullName();
    }

    @Override
    public Map<String, String> sessionTags() {
        return Map.of();
    }

    @Override
    public String sourceIdentity() {
        return null;
    }

    /** A form has no build. */
    @Override
    protected Credentials contextual(Credentials found) {
        return found;
    }

    @Override
    public String sessionName() {
        return item == null ? SessionName.ofController("check") : SessionName.of(item.getFullName(), "check");
    }
}
