package io.jenkins.plugins.codedeploy.tools.cli;

import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** How the target account is entered. The source identity is what AWS's own tools would use here. */
final class AccountOptions {
    @Option(names = "--role-arn", description = "role of the target account; without it, the caller's own account")
    private String roleArn;

    @Option(names = "--external-id", description = "external ID that the role's trust policy asks for")
    private String externalId;

    @Option(
            names = "--session-duration",
            defaultValue = "3600",
            description = "seconds, 900 to 43200; renewed while it lasts (default: ${DEFAULT-VALUE})")
    private long sessionDuration;

    @Option(names = "--region", required = true, description = "of the CodeDeploy application")
    private String region;

    @Option(names = "--endpoint-url", description = "one address for all services; without it, AWS's own")
    private String endpointUrl;

    TargetAccess access() {
        return access(DefaultCredentialsProvider.builder().build(), "the default credentials");
    }

    TargetAccess access(AwsCredentialsProvider credentials, String label) {
        URI endpoint = AwsEndpoints.parse("endpoint-url", endpointUrl);
        Duration session = Inputs.sessionDuration(sessionDuration);
        return new TargetAccess(
                new SourceIdentity(credentials, "command-line", label),
                Inputs.optional(roleArn) == null ? null : RoleArn.parse(roleArn),
                externalId,
                session,
                region,
                endpoint == null ? AwsEndpoints.REGIONAL : AwsEndpoints.all(endpoint),
                Map.of(),
                null);
    }
}
