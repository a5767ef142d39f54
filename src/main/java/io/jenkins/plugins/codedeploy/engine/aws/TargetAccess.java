package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * How the target account is entered.
 *
 * @param role null deploys with the source identity itself, within its own account
 * @param externalId null where the trust policy asks for none
 * @param sessionDuration of the role session; it is renewed as long as the deployment lasts
 * @param region of the CodeDeploy application
 * @param sessionTags given with the session where the trust policy allows it
 * @param sourceIdentity likewise; null for none
 * @param instanceRole ARN of the role that the instances read revisions as; only explanations need it, null: not known
 */
public record TargetAccess(
        @NonNull SourceIdentity source,
        @CheckForNull RoleArn role,
        @CheckForNull String externalId,
        @NonNull Duration sessionDuration,
        @NonNull String region,
        @NonNull AwsEndpoints endpoints,
        @NonNull Map<String, String> sessionTags,
        @CheckForNull String sourceIdentity,
        @CheckForNull String instanceRole) {

    public static final Duration DEFAULT_SESSION = Duration.ofHours(1);

    public TargetAccess {
        Inputs.sessionDuration(sessionDuration.toSeconds());
        externalId = Inputs.externalId(externalId);
        region = Inputs.region("region", region);
        sessionTags = Map.copyOf(sessionTags);
        instanceRole = Inputs.optional("instanceRole", instanceRole);
        WebIdentity token = source.webIdentity();
        if (token != null && token.sourceRole() == null) {
            if (role == null) {
                throw new InvalidInputException("roleArn", Text.of("aws.webIdentity.noRole"));
            }
            if (externalId != null) {
                throw new InvalidInputException("externalId", Text.of("aws.webIdentity.externalId"));
            }
        }
    }

    /** Whose instances' role is not known. */
    public TargetAccess(
            SourceIdentity source,
            @CheckForNull RoleArn role,
            @CheckForNull String externalId,
            Duration sessionDuration,
            String region,
            AwsEndpoints endpoints,
            Map<String, String> sessionTags,
            @CheckForNull String sourceIdentity) {
        this(source, role, externalId, sessionDuration, region, endpoints, sessionTags, sourceIdentity, null);
    }

    public static TargetAccess of(
            SourceIdentity source, @CheckForNull RoleArn role, @CheckForNull String externalId, String region) {
        return new TargetAccess(
                source, role, externalId, DEFAULT_SESSION, region, AwsEndpoints.REGIONAL, Map.of(), null);
    }

    public TargetAccess with(AwsEndpoints other) {
        return new TargetAccess(
                source, role, externalId, sessionDuration, region, other, sessionTags, sourceIdentity, instanceRole);
    }

    public TargetAccess with(Duration session) {
        return new TargetAccess(
                source, role, externalId, session, region, endpoints, sessionTags, sourceIdentity, instanceRole);
    }

    /** @param arn of the role that the instances read revisions as */
    public TargetAccess withInstanceRole(@CheckForNull String arn) {
        return new TargetAccess(
                source, role, externalId, sessionDuration, region, endpoints, sessionTags, sourceIdentity, arn);
    }

    /** The token that assumes the role itself; null where the role is assumed as the source identity, or not at all. */
    @CheckForNull
    public WebIdentity directToken() {
        WebIdentity token = source.webIdentity();
        return role == null || token == null || token.sourceRole() != null ? null : token;
    }

    /** What explanations can name. */
    @NonNull
    public SetupValues known() {
        RoleArn sourceRole = source.sourceRole();
        return SetupValues.of(partition(), region)
                .with(Field.SOURCE, sourceRole == null ? null : sourceRole.toString())
                .with(Field.ROLE, role == null ? null : role.toString())
                .with(Field.EXTERNAL_ID, externalId)
                .withoutExternalId(externalId == null)
                .with(Field.INSTANCE_ROLE, instanceRole);
    }

    /** The role's; without one, the region's. */
    @NonNull
    public String partition() {
        if (role != null) {
            return role.partition();
        }
        return PartitionMetadata.of(Region.of(region)).id();
    }

    @NonNull
    String stsRegion() {
        String given = endpoints.stsRegion();
        return given == null ? region : given;
    }

    /** Returns the identity that acts in the target account, for messages. */
    @NonNull
    public String actor() {
        return role == null ? source.label() : role.toString();
    }
}
