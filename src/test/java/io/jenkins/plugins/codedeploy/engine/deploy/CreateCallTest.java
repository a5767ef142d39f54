package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.AutoRollbackEvent;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.EC2TagFilter;
import software.amazon.awssdk.services.codedeploy.model.FileExistsBehavior;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocationType;

class CreateCallTest {
    private static final String NONCE = Nonce.of("test");
    private static final S3Revision REVISION = new S3Revision("bucket", "shop/7.zip", null, "version", "e-tag");

    @Test
    void whatIsNotGivenIsLeftOut() {
        CreateDeploymentRequest call = call(DeploymentOptions.DEFAULTS);

        assertEquals("shop", call.applicationName());
        assertEquals("production", call.deploymentGroupName());
        assertEquals(NONCE, call.description());
        assertNull(call.deploymentConfigName());
        assertNull(call.fileExistsBehavior());
        assertNull(call.ignoreApplicationStopFailures());
        assertNull(call.updateOutdatedInstancesOnly());
        assertNull(call.autoRollbackConfiguration());
        assertNull(call.overrideAlarmConfiguration());
        assertNull(call.targetInstances());
    }

    @Test
    void everyOptionIsPassedOn() {
        CreateDeploymentRequest call = call(DeploymentOptions.builder()
                .deploymentConfig("CodeDeployDefault.HalfAtATime")
                .description("Release 7")
                .fileExistsBehavior(io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior.RETAIN)
                .flags(EnumSet.allOf(DeploymentFlag.class))
                .autoRollback(Set.of(RollbackEvent.DEPLOYMENT_FAILURE, RollbackEvent.DEPLOYMENT_STOP_ON_ALARM))
                .alarms(new AlarmOverride(true, true, List.of("errors", "latency")))
                .targetInstances(new TargetFilter(
                        List.of(
                                List.of(new TargetFilter.Tag("role", "web"), new TargetFilter.Tag("role", null)),
                                List.of(new TargetFilter.Tag(null, "green"))),
                        List.of("asg-1")))
                .build());

        assertEquals("CodeDeployDefault.HalfAtATime", call.deploymentConfigName());
        assertEquals("Release 7 " + NONCE, call.description());
        assertEquals(FileExistsBehavior.RETAIN, call.fileExistsBehavior());
        assertTrue(call.ignoreApplicationStopFailures());
        assertTrue(call.updateOutdatedInstancesOnly());
        assertTrue(call.autoRollbackConfiguration().enabled());
        assertEquals(
                Set.of(AutoRollbackEvent.DEPLOYMENT_FAILURE, AutoRollbackEvent.DEPLOYMENT_STOP_ON_ALARM),
                Set.copyOf(call.autoRollbackConfiguration().events()));
        assertTrue(call.overrideAlarmConfiguration().enabled());
        assertTrue(call.overrideAlarmConfiguration().ignorePollAlarmFailure());
        assertEquals(
                List.of("errors", "latency"),
                call.overrideAlarmConfiguration().alarms().stream()
                        .map(Alarm::name)
                        .toList());
        List<List<EC2TagFilter>> tags = call.targetInstances().ec2TagSet().ec2TagSetList();
        assertEquals(List.of("KEY_AND_VALUE", "KEY_ONLY"), types(tags.get(0)));
        assertEquals(List.of("VALUE_ONLY"), types(tags.get(1)));
        assertEquals("green", tags.get(1).get(0).value());
        assertEquals(List.of("asg-1"), call.targetInstances().autoScalingGroups());
        assertFalse(call.targetInstances().hasTagFilters(), "tag filters and tag sets exclude each other");
    }

    /** Absent leaves it to the group; empty says: none. */
    @Test
    void anEmptySetOfEventsSwitchesRollbackOff() {
        CreateDeploymentRequest call =
                call(DeploymentOptions.builder().autoRollback(Set.of()).build());

        assertFalse(call.autoRollbackConfiguration().enabled());
        assertEquals(List.of(), call.autoRollbackConfiguration().events());
    }

    @Test
    void alarmsCanBeSwitchedOff() {
        CreateDeploymentRequest call = call(DeploymentOptions.builder()
                .alarms(new AlarmOverride(false, false, List.of()))
                .build());

        assertFalse(call.overrideAlarmConfiguration().enabled());
        assertEquals(List.of(), call.overrideAlarmConfiguration().alarms());
    }

    @Test
    void onlyGroupsOfAutoScalingMeansNoTagSet() {
        CreateDeploymentRequest call = call(DeploymentOptions.builder()
                .targetInstances(new TargetFilter(List.of(), List.of("asg-1")))
                .build());

        assertNull(call.targetInstances().ec2TagSet());
        assertEquals(List.of("asg-1"), call.targetInstances().autoScalingGroups());
    }

    @Test
    void aBlankDescriptionIsNone() {
        assertEquals(
                NONCE,
                call(DeploymentOptions.builder().description("  ").build()).description());
    }

    @Test
    void theLongestDescriptionFitsWithItsMark() {
        int most = 256 - NONCE.length() - 1;
        CreateDeploymentRequest call =
                call(DeploymentOptions.builder().description("x".repeat(most)).build());

        assertEquals(256, call.description().length());
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> DeploymentOptions.builder()
                        .description("x".repeat(most + 1))
                        .build());
        assertEquals("description", e.field());
    }

    @Test
    void namesTheRevisionWithItsPins() {
        var s3 = call(DeploymentOptions.DEFAULTS).revision();
        assertEquals(RevisionLocationType.S3, s3.revisionType());
        assertEquals("version", s3.s3Location().version());
        assertEquals("e-tag", s3.s3Location().eTag());
        assertEquals("zip", s3.s3Location().bundleTypeAsString());

        var gitHub = call(new GitHubRevision("acme/shop", "ab".repeat(20)), DeploymentOptions.DEFAULTS)
                .revision();
        assertEquals(RevisionLocationType.GIT_HUB, gitHub.revisionType());
        assertEquals("acme/shop", gitHub.gitHubLocation().repository());

        AppSpecRevision content = new AppSpecRevision("version: 0.0\n");
        var appSpec = call(content, DeploymentOptions.DEFAULTS).revision();
        assertEquals(RevisionLocationType.APP_SPEC_CONTENT, appSpec.revisionType());
        assertEquals(content.sha256(), appSpec.appSpecContent().sha256());
    }

    /** Options that CodeDeploy refuses for Lambda and ECS. */
    static Stream<DeploymentOptions.Builder> serverOnly() {
        Stream<DeploymentOptions.Builder> others = Stream.of(
                DeploymentOptions.builder()
                        .fileExistsBehavior(io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior.OVERWRITE),
                DeploymentOptions.builder().targetInstances(new TargetFilter(List.of(), List.of("asg"))));
        return Stream.concat(
                others,
                Stream.of(DeploymentFlag.values())
                        .filter(DeploymentFlag::isServerOnly)
                        .map(flag -> DeploymentOptions.builder().flags(Set.of(flag))));
    }

    @ParameterizedTest
    @MethodSource("serverOnly")
    void isRefusedForAppSpecContent(DeploymentOptions.Builder options) {
        assertThrows(InvalidInputException.class, () -> call(new AppSpecRevision("version: 0.0\n"), options.build()));
    }

    /** Each alone, so that none sets another's field. */
    @ParameterizedTest
    @EnumSource
    void aFlagSetsTheFieldOfItsName(DeploymentFlag flag) {
        CreateDeploymentRequest call =
                call(DeploymentOptions.builder().flags(Set.of(flag)).build());

        List<String> set = call.sdkFields().stream()
                .filter(field -> Boolean.TRUE.equals(field.getValueOrDefault(call)))
                .map(SdkField::locationName)
                .toList();
        assertEquals(List.of(flag.field()), set);
        assertFalse(flag.label().toString().isBlank());
    }

    private static CreateDeploymentRequest call(DeploymentOptions options) {
        return call(REVISION, options);
    }

    private static CreateDeploymentRequest call(Revision revision, DeploymentOptions options) {
        return CreateCall.of(new DeploymentRequest("shop", "production", revision, options), NONCE);
    }

    private static List<String> types(List<EC2TagFilter> tags) {
        return tags.stream().map(EC2TagFilter::typeAsString).toList();
    }
}
