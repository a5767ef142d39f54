package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** A deployment as GetDeployment tells it: what is not known yet, or was not given, is absent. */
final class DeploymentView {
    private static final List<String> ECHOED = List.of("description", "targetInstances", "overrideAlarmConfiguration");

    private DeploymentView() {}

    @NonNull
    static ObjectNode json(@NonNull Deployment d) {
        Group group = d.group;
        ObjectNode info = Json.object()
                .put("applicationName", group.application.name())
                .put("deploymentGroupName", group.name())
                .put("deploymentConfigName", d.config.name())
                .put("deploymentId", d.id)
                .put("status", d.status())
                .put("creator", d.creator())
                .put("ignoreApplicationStopFailures", d.option("ignoreApplicationStopFailures"))
                .put("updateOutdatedInstancesOnly", d.option("updateOutdatedInstancesOnly"))
                .put("instanceTerminationWaitTimeStarted", d.terminationWaitStarted)
                .put("computePlatform", group.platform().name());
        info.set("revision", d.revision.json(false));
        if (d.previous != null) {
            info.set("previousRevision", d.previous.json(false));
        }
        Json.put(info, "createTime", d.created);
        Json.put(info, "startTime", d.started);
        Json.put(info, "completeTime", d.completed);
        for (String name : ECHOED) {
            Json.put(info, name, d.options.get(name));
        }
        if (group.platform() == ComputePlatform.Server) {
            info.put("fileExistsBehavior", d.fileExistsBehavior());
        }
        Json.put(info, "autoRollbackConfiguration", Rollbacks.configuration(d));
        for (String name : List.of("deploymentStyle", "blueGreenDeploymentConfiguration", "loadBalancerInfo")) {
            Json.put(info, name, group.settings.get(name));
        }
        info.putArray("deploymentStatusMessages");
        if (d.hasStarted()) {
            overview(info.putObject("deploymentOverview"), d);
        }
        if (d.errorCode != null) {
            info.putObject("errorInformation").put("code", d.errorCode).put("message", d.errorMessage);
        }
        rollback(info, d);
        return info;
    }

    private static void overview(ObjectNode overview, Deployment d) {
        for (String status : List.of("Pending", "InProgress", "Succeeded", "Failed", "Skipped", "Ready")) {
            overview.put(status, d.count(status));
        }
    }

    private static void rollback(ObjectNode info, Deployment d) {
        if (d.rollbackId == null && d.rollbackMessage == null && d.rollbackOf == null) {
            return;
        }
        ObjectNode rollback = info.putObject("rollbackInfo");
        Json.put(rollback, "rollbackDeploymentId", d.rollbackId);
        if (d.rollbackOf != null) {
            rollback.put("rollbackTriggeringDeploymentId", d.rollbackOf.id);
        }
        Json.put(rollback, "rollbackMessage", d.rollbackMessage);
    }
}
