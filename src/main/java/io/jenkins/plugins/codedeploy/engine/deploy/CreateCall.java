package io.jenkins.plugins.codedeploy.engine.deploy;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.EC2TagFilter;
import software.amazon.awssdk.services.codedeploy.model.TargetInstances;

/** CreateDeployment's request: what is not given is left out, so that the group's own setting holds. */
final class CreateCall {
    private CreateCall() {}

    static CreateDeploymentRequest of(DeploymentRequest request, String nonce) {
        DeploymentOptions options = request.options();
        FileExistsBehavior behavior = options.fileExistsBehavior();
        Set<RollbackEvent> rollback = options.autoRollback();
        CreateDeploymentRequest.Builder call = CreateDeploymentRequest.builder()
                .applicationName(request.application())
                .deploymentGroupName(request.deploymentGroup())
                .revision(RevisionLocations.of(request.revision()))
                .deploymentConfigName(options.deploymentConfig())
                .description(description(options.description(), nonce))
                .fileExistsBehavior(behavior == null ? null : behavior.name());
        options.flags().forEach(flag -> flag.set(call));
        if (rollback != null) {
            List<String> events = rollback.stream().map(Enum::name).sorted().toList();
            call.autoRollbackConfiguration(c -> c.enabled(!events.isEmpty()).eventsWithStrings(events));
        }
        AlarmOverride alarms = options.alarms();
        if (alarms != null) {
            call.overrideAlarmConfiguration(c -> c.enabled(alarms.enabled())
                    .ignorePollAlarmFailure(alarms.ignorePollFailure())
                    .alarms(alarms.names().stream()
                            .map(name -> Alarm.builder().name(name).build())
                            .toList()));
        }
        TargetFilter instances = options.targetInstances();
        if (instances != null) {
            call.targetInstances(instances(instances));
        }
        return call.build();
    }

    /** Tags and groups of Auto Scaling: an empty kind is left out, as AWS would take it for "none". */
    private static TargetInstances instances(TargetFilter filter) {
        TargetInstances.Builder instances = TargetInstances.builder();
        if (!filter.tagGroups().isEmpty()) {
            instances.ec2TagSet(set -> set.ec2TagSetList(filter.tagGroups().stream()
                    .map(group -> group.stream().map(CreateCall::filter).toList())
                    .toList()));
        }
        if (!filter.autoScalingGroups().isEmpty()) {
            instances.autoScalingGroups(filter.autoScalingGroups());
        }
        return instances.build();
    }

    private static String description(String given, String nonce) {
        return given == null || given.isBlank() ? nonce : given + " " + nonce;
    }

    private static EC2TagFilter filter(TargetFilter.Tag tag) {
        String type = tag.key() == null ? "VALUE_ONLY" : tag.value() == null ? "KEY_ONLY" : "KEY_AND_VALUE";
        return EC2TagFilter.builder()
                .key(tag.key())
                .value(tag.value())
                .type(type)
                .build();
    }
}
