package io.jenkins.plugins.codedeploy.cli;

import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Options for access to the target account. The source identity is the one that AWS's own tools would use. */
final class AccountOptions {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    @Option(
            names = "--role-arn",
            description = "ARN of the role to assume in the target account; default: no role, the caller's own account")
    private String roleArn;

    @Option(names = "--external-id", description = "external ID that the role's trust policy requires")
    private String externalId;

    @Option(
            names = "--session-duration",
            defaultValue = "3600",
            description =
                    "session duration in seconds, from 900 to 43200; sessions are renewed as needed (default: ${DEFAULT-VALUE})")
    private long sessionDuration;

    @Option(names = "--region", required = true, description = "Region of the CodeDeploy application")
    private String region;

    @Option(names = "--endpoint-url", description = "endpoint URL for all services; default: the AWS endpoints")
    private String endpointUrl;

    @Option(
            names = "--pace",
            hidden = true,
            defaultValue = "1",
            description = "speed of a simulated AWS relative to real time")
    private double pace;

    @Option(
            names = "--instance-role",
            description = "ARN of the instances' role, which downloads revisions; used in error messages and policies")
    private String instanceRole;

    /** Returns the validated options, and warns about an unknown Region. */
    TargetAccess access(Console console) {
        TargetAccess access = access();
        List<String> known = Region.regions().stream().map(Region::id).toList();
        if (!known.contains(access.region())) {
            // AWS adds Regions, so an unknown one is only a warning
            String nearest = ClosestMatch.of(access.region(), known);
            console.progress("Note: " + access.region() + " is not a known AWS Region"
                    + (nearest == null ? "." : "; did you mean " + nearest + "?"));
        }
        return access;
    }

    private TargetAccess access() {
        String instances = Inputs.optional(instanceRole);
        URI endpoint = AwsEndpoints.parse("endpointUrl", endpointUrl);
        SourceIdentity source = new SourceIdentity(
                DefaultCredentialsProvider.builder().build(), "command-line", "the default credentials");
        RoleArn role = Inputs.optional(roleArn) == null ? null : RoleArn.parse(roleArn);
        return TargetAccess.of(source, role, externalId, region)
                .with(Inputs.sessionDuration(sessionDuration))
                .with(endpoint == null ? AwsEndpoints.REGIONAL : AwsEndpoints.all(endpoint))
                .withInstanceRole(
                        instances == null
                                ? null
                                : RoleArn.parse("instanceRole", instances).toString());
    }

    /** Converts a duration of AWS's time to real time, which is shorter with a faster simulated AWS. */
    Duration paced(Duration awsTime) {
        return Duration.ofMillis((long) (awsTime.toMillis() / pace));
    }

    EngineRuntime runtime() {
        return new EngineRuntime(EngineTimes.DEFAULTS.faster(pace), CALL_TIMEOUT);
    }
}
