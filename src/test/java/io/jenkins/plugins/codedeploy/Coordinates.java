package io.jenkins.plugins.codedeploy;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** What a Jenkins must know of the simulated accounts. */
public record Coordinates(
        String endpoint,
        String region,
        String accessKey,
        String secretKey,
        String roleArn,
        String externalId,
        String bucket,
        String instanceRole)
        implements Serializable {

    /** Stores the development credential and the target account, in the Jenkins that this runs in. */
    public void configure() throws IOException {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials()
                .add(new AWSCredentialsImpl(
                        CredentialsScope.GLOBAL, DeployWorld.CREDENTIALS, accessKey, secretKey, "development"));
        store.save();
        TargetAccount target = new TargetAccount(DeployWorld.TARGET);
        target.setCredentialsId(DeployWorld.CREDENTIALS);
        target.setRoleArn(roleArn);
        target.setExternalId(externalId);
        target.setRegion(region);
        target.setBucket(bucket);
        target.setInstanceRole(instanceRole);
        target.setCodedeployEndpoint(endpoint);
        target.setS3Endpoint(endpoint);
        target.setStsEndpoint(endpoint);
        TargetAccounts.get().setTargets(List.of(target));
    }
}
