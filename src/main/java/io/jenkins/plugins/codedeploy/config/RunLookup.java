package io.jenkins.plugins.codedeploy.config;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;

/** As a run may. */
final class RunLookup extends CredentialsLookup {
    /** AWS's limit for the value of a session tag. */
    private static final int LONGEST_TAG = 256;

    private final Run<?, ?> run;

    RunLookup(@NonNull Run<?, ?> run) {
        this.run = run;
    }

    @Override
    Item item() {
        return run.getParent();
    }

    @Override
    AmazonWebServicesCredentials find(String id) {
        return CredentialsProvider.findCredentialById(id, AmazonWebServicesCredentials.class, run, List.of());
    }

    @Override
    boolean mayUse(Authentication authentication) {
        return run.hasPermission2(authentication, CredentialsProvider.USE_ITEM);
    }

    @Override
    void track(AmazonWebServicesCredentials found) {
        CredentialsProvider.track(run, found);
    }

    @Override
    Map<String, String> sessionTags() {
        return Map.of("jenkins-job", tag(run.getParent().getFullName()), "jenkins-build", tag(run.getId()));
    }

    @Override
    String sourceIdentity() {
        return SessionName.of(run.getParent().getFullName(), "");
    }

    /** @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html">What a tag's value may hold</a> */
    private static String tag(String value) {
        String clean = value.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+@-]", "-");
        return clean.length() <= LONGEST_TAG ? clean : clean.substring(clean.length() - LONGEST_TAG);
    }
}
