package io.jenkins.plugins.codedeploy.engine.history;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.util.Comparator;

/**
 * A deployment group of one AWS account and Region.
 *
 * @param account ID of the target account's AWS account; if it is unknown because no role is configured, a text that
 *     identifies the target account or the credential in Jenkins
 */
public record DeploymentEnvironment(
        @NonNull String account,
        @NonNull String region,
        @NonNull String application,
        @NonNull String deploymentGroup) implements Comparable<DeploymentEnvironment> {
    private static final int KEY_LENGTH = 32;
    private static final Comparator<DeploymentEnvironment> ORDER = Comparator.comparing(
                    DeploymentEnvironment::application)
            .thenComparing(DeploymentEnvironment::deploymentGroup)
            .thenComparing(DeploymentEnvironment::account)
            .thenComparing(DeploymentEnvironment::region);

    /** Returns a hexadecimal text that identifies the environment in URLs and file names. */
    @NonNull
    public String key() {
        return Sha256.hex(String.join("\n", account, region, application, deploymentGroup))
                .substring(0, KEY_LENGTH);
    }

    @Override
    public int compareTo(DeploymentEnvironment other) {
        return ORDER.compare(this, other);
    }
}
