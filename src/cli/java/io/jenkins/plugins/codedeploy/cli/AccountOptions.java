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

/** How the target account is entered. The source identity is what AWS's own tools would use here. */
final class AccountOptions {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

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

    @Option(
            names = "--pace",
            hidden = true,
            defaultValue = "1",
            description = "how much faster than AWS the other side runs, where it is simulated")
    private double pace;

    @Option(
            names = "--instance-role",
            description = "ARN of the role that instances read revisions as; for explanations")
    private String instanceRole;

    /** What was given, checked. */
    TargetAccess access(Console console) {
        TargetAccess access = access();
        List<String> known = Region.regions().stream().map(Region::id).toList();
        if (!known.contains(access.region())) {
            // AWS adds regions: no reason to refuse
            String nearest = ClosestMatch.of(access.region(), known);
            console.progress("Note: " + access.region() + " is no region that is known here"
                    + (nearest == null ? "." : "; is " + nearest + " meant?"));
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

    /** A minute of waiting is one of AWS's time. */
    Duration paced(Duration awsTime) {
        return Duration.ofMillis((long) (awsTime.toMillis() / pace));
    }

    EngineRuntime runtime() {
        return new EngineRuntime(EngineTimes.DEFAULTS.faster(pace), CALL_TIMEOUT);
    }
}
