package io.jenkins.plugins.codedeploy.account;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.AbortException;
import hudson.model.ModelObject;
import hudson.model.Run;
import java.util.List;

/** Stored credentials for tests. */
final class Stores {
    static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
    static final String ROLE = "arn:aws:iam::222222222222:role/Deployer";

    private Stores() {}

    static AWSCredentialsImpl keys(String id, String secret) {
        return keys(CredentialsScope.GLOBAL, id, ACCESS_KEY, secret);
    }

    static AWSCredentialsImpl keys(CredentialsScope scope, String id, String accessKey, String secret) {
        return new AWSCredentialsImpl(scope, id, accessKey, secret, "for tests", null, null, null);
    }

    static void addGlobal(AWSCredentialsImpl credential) throws Exception {
        SystemCredentialsProvider.getInstance().getCredentials().add(credential);
        SystemCredentialsProvider.getInstance().save();
    }

    static void add(Folder folder, AWSCredentialsImpl credential) throws Exception {
        store(folder).addCredentials(Domain.global(), credential);
    }

    static CredentialsStore store(ModelObject where) {
        for (CredentialsStore store : CredentialsProvider.lookupStores(where)) {
            if (store.getContext() == where) {
                return store;
            }
        }
        throw new AssertionError("no store of " + where);
    }

    /** One that works with the credential of that id. */
    static TargetAccount target(String name, String credentialsId, String... folders) {
        TargetAccount target = new TargetAccount(name);
        target.setCredentialsId(credentialsId);
        target.setRoleArn(ROLE);
        target.setRegion("eu-central-1");
        target.setFolders(List.of(folders));
        return target;
    }

    static TargetReference named(String target) {
        return TargetReference.builder().target(target).build();
    }

    static TargetReference given(String credentialsId) {
        return TargetReference.builder()
                .credentialsId(credentialsId)
                .roleArn(ROLE)
                .region("eu-central-1")
                .build();
    }

    static String secret(TargetReference reference, Run<?, ?> run) throws AbortException {
        return TargetResolver.resolve(reference, run)
                .access()
                .source()
                .credentials()
                .resolveCredentials()
                .secretAccessKey();
    }

    static String refusal(TargetReference reference, Run<?, ?> run) {
        return assertThrows(AbortException.class, () -> TargetResolver.resolve(reference, run))
                .getMessage();
    }
}
