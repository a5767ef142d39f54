package io.jenkins.plugins.codedeploy.cli;

import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/** Options for access to the target account. The source identity is the one that AWS's own tools would use. */
final class AccountOptions {
    /** For the help of each command that calls AWS. */
    static final String CREDENTIALS =
            "%nCredentials come from the default chain of the AWS SDK: environment variables, --profile or"
                    + " AWS_PROFILE, SSO, web identity, container or instance. They are those of the source account.";

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    @Option(
            names = "--role-arn",
            description = "ARN of the role to assume in the target account; default: no role, the caller's own account")
    private String roleArn;

    @Option(
            names = "--web-identity-token-file",
            description =
                    "file with an OpenID Connect ID token, used instead of stored credentials and read again for each session")
    private Path tokenFile;

    @Option(
            names = "--source-role-arn",
            description = "ARN of the role in the source account that the token assumes, and that assumes --role-arn;"
                    + " default: the token assumes --role-arn itself")
    private String sourceRoleArn;

    @Option(names = "--external-id", description = "external ID that the role's trust policy requires")
    private String externalId;

    @Option(
            names = "--session-duration",
            defaultValue = "3600",
            description =
                    "session duration in seconds, from 900 to 43200; sessions are renewed as needed (default: ${DEFAULT-VALUE})")
    private long sessionDuration;

    @Option(
            names = "--region",
            description = "Region of the CodeDeploy application; default: AWS_REGION, or the profile's Region")
    private String region;

    @Option(names = "--profile", description = "profile of the AWS configuration files to use; default: AWS_PROFILE")
    private String profile;

    @Option(
            names = "--endpoint-url",
            description = "endpoint URL for all services; default: AWS_ENDPOINT_URL, or the AWS endpoints")
    private String endpointUrl;

    @Option(
            names = "--endpoint-url-sts",
            description = "endpoint URL for STS; default: AWS_ENDPOINT_URL_STS, or --endpoint-url")
    private String endpointUrlSts;

    @Option(
            names = "--endpoint-url-s3",
            description = "endpoint URL for S3; default: AWS_ENDPOINT_URL_S3, or --endpoint-url")
    private String endpointUrlS3;

    @Option(
            names = "--endpoint-url-codedeploy",
            description = "endpoint URL for CodeDeploy; default: AWS_ENDPOINT_URL_CODEDEPLOY, or --endpoint-url")
    private String endpointUrlCodedeploy;

    @Option(names = "--sts-region", description = "Region of the STS endpoint; default: --region")
    private String stsRegion;

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
        RoleArn role = Inputs.optional(roleArn) == null ? null : RoleArn.parse(roleArn);
        return TargetAccess.of(source(), role, externalId, region())
                .with(Inputs.sessionDuration(sessionDuration))
                .with(endpoints())
                .withInstanceRole(
                        instances == null
                                ? null
                                : RoleArn.parse("instanceRole", instances).toString());
    }

    /** Returns the identity; as in the AWS CLI, a profile that is named comes before the environment's credentials. */
    private SourceIdentity source() {
        RoleArn sourceRole =
                Inputs.optional(sourceRoleArn) == null ? null : RoleArn.parse("sourceRoleArn", sourceRoleArn);
        if (tokenFile != null) {
            if (profile != null) {
                throw new InvalidInputException(
                        "webIdentityTokenFile", Text.of("engine.oneOf", "--web-identity-token-file, --profile"));
            }
            if (!Files.isReadable(tokenFile)) {
                throw new InvalidInputException(
                        "webIdentityTokenFile", Text.of("aws.webIdentity.unreadable", tokenFile));
            }
            return SourceIdentity.ofToken(
                    new WebIdentity(this::token, sourceRole, "command-line"),
                    "command-line",
                    "command-line",
                    "the token in " + tokenFile);
        }
        if (sourceRole != null) {
            throw new InvalidInputException("sourceRoleArn", Text.of("aws.webIdentity.noToken"));
        }
        return profile == null
                ? new SourceIdentity(
                        DefaultCredentialsProvider.builder().build(), "command-line", "the default credential chain")
                : new SourceIdentity(
                        ProfileCredentialsProvider.create(profile),
                        "command-line " + profile,
                        "profile \"" + profile + "\"");
    }

    private String token() {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw SdkClientException.create(
                    "Unable to load credentials: " + Text.of("aws.webIdentity.unreadable", tokenFile), e);
        }
    }

    /** Does not ask the instance metadata service, which can take seconds to not answer. */
    private String region() {
        if (region != null) {
            return region;
        }
        try {
            return new AwsRegionProviderChain(
                            new SystemSettingsRegionProvider(), new AwsProfileRegionProvider(null, profile))
                    .getRegion()
                    .id();
        } catch (SdkClientException e) {
            throw new InvalidInputException("region", Text.of("engine.missing"));
        }
    }

    private AwsEndpoints endpoints() {
        return new AwsEndpoints(
                endpoint("endpointUrlSts", endpointUrlSts, "STS"),
                endpoint("endpointUrlS3", endpointUrlS3, "S3"),
                endpoint("endpointUrlCodedeploy", endpointUrlCodedeploy, "CODEDEPLOY"),
                stsRegion == null ? null : Inputs.region("stsRegion", stsRegion));
    }

    /** An option comes before an environment variable, and a service's own before the one for all, as in the AWS CLI. */
    private URI endpoint(String field, String own, String service) {
        if (own != null) {
            return AwsEndpoints.parse(field, own);
        }
        if (endpointUrl != null) {
            return AwsEndpoints.parse("endpointUrl", endpointUrl);
        }
        String variable = System.getenv("AWS_ENDPOINT_URL_" + service);
        return AwsEndpoints.parse("endpointUrl", variable == null ? System.getenv("AWS_ENDPOINT_URL") : variable);
    }

    /** Converts a duration of AWS's time to real time, which is shorter with a faster simulated AWS. */
    Duration paced(Duration awsTime) {
        return Duration.ofMillis((long) (awsTime.toMillis() / pace));
    }

    EngineRuntime runtime() {
        return new EngineRuntime(EngineTimes.DEFAULTS.faster(pace), CALL_TIMEOUT);
    }
}
