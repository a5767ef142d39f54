package io.jenkins.plugins.codedeploy.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;

/** As a run may. */
public final class RunLookup extends CredentialsLookup {
    private final Run<?, ?> run;

    public RunLookup(@NonNull Run<?, ?> run) {
        this.run = run;
    }

    @Override
    public Item item() {
        return run.getParent();
    }

    /**
     * The credentials plugin looks at the job's identity alone, which is Jenkins' own where builds run as whoever
     * started them.
     */
    @Override
    public <C extends StandardCredentials> C find(Class<C> type, String id) {
        Authentication acting = acting();
        if (!id.strip().startsWith("${") && !acting.equals(defaultAuthentication(run.getParent())) && !mayUseItem()) {
            return null;
        }
        return CredentialsProvider.findCredentialById(id, type, run, List.of());
    }

    @Override
    protected Authentication acting() {
        return BuildIdentity.of(run);
    }

    @Override
    protected boolean mayUse(Authentication authentication) {
        return run.hasPermission2(authentication, CredentialsProvider.USE_ITEM);
    }

    @Override
    public void track(StandardCredentials found) {
        CredentialsProvider.track(run, found);
    }

    @Override
    public String place() {
        return run.getExternalizableId();
    }

    @Override
    public Map<String, String> sessionTags() {
        return Map.of(
                "jenkins-job",
                SessionName.tag(run.getParent().getFullName()),
                "jenkins-build",
                SessionName.tag(run.getId()));
    }

    @Override
    public String sourceIdentity() {
        return SessionName.of(run.getParent().getFullName(), "");
    }

    @Override
    protected Credentials contextual(Credentials found) {
        return found.forRun(run);
    }

    @Override
    public String sessionName() {
        return SessionName.of(run.getParent().getFullName(), run.getId());
    }
}
