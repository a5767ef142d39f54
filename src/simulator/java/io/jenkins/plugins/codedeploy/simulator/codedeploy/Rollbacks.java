package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/** Automatic rollback: a new deployment of what was installed last with success. */
final class Rollbacks {
    private Rollbacks() {}

    /** The deployment's own configuration, or its group's; null where neither has one. */
    @CheckForNull
    static JsonNode configuration(@NonNull Deployment deployment) {
        JsonNode own = deployment.options.get("autoRollbackConfiguration");
        return own == null ? deployment.group.settings.get("autoRollbackConfiguration") : own;
    }

    /**
     * Rolls back a deployment that ended badly, where it is to be.
     *
     * @param event why it ended, as a configuration names it
     * @param requested what StopDeployment says, which overrides the configuration; null for nothing
     */
    static void consider(
            @NonNull Realm realm, @NonNull Deployment ended, @NonNull String event, @CheckForNull Boolean requested) {
        boolean wanted = requested == null ? configured(configuration(ended), event) : requested;
        if (!wanted || ended.rollbackOf != null) {
            return;
        }
        Deployment last = ended.group.lastSuccessful;
        if (last == null) {
            ended.rollbackMessage =
                    "Rollback of deployment " + ended.id + " is not possible: there is no last successful deployment.";
            return;
        }
        ObjectNode options = Json.object();
        Json.put(options, "fileExistsBehavior", ended.options.get("fileExistsBehavior"));
        Json.put(options, "ignoreApplicationStopFailures", ended.options.get("ignoreApplicationStopFailures"));
        Deployment rollback =
                new Deployment(ended.group, ended.config, last.revision, ended.group.serviceRoleArn(), options, ended);
        String message = "Deployment " + rollback.id + " is triggered to roll back deployment " + ended.id + ".";
        ended.rollbackId = rollback.id;
        ended.rollbackMessage = message;
        rollback.rollbackMessage = message;
        realm.begin(rollback);
    }

    private static boolean configured(@CheckForNull JsonNode configuration, String event) {
        return configuration != null
                && configuration.path("enabled").asBoolean()
                && Json.texts(configuration.path("events")).contains(event);
    }
}
