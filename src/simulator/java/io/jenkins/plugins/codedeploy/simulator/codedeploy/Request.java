package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import java.util.Map;
import java.util.Set;

/**
 * One call to a realm.
 *
 * @param input the body's JSON object
 */
record Request(
        @NonNull String operation,
        @NonNull JsonNode input,
        @NonNull Realm realm,
        @NonNull Caller caller,
        @NonNull Iam iam) {
    private static final int NAME = 100;

    /** Those that the Service Authorization Reference lists without a resource type. */
    private static final Set<String> WITHOUT_RESOURCE = Set.of(
            "StopDeployment",
            "ContinueDeployment",
            "GetDeploymentTarget",
            "BatchGetDeploymentTargets",
            "ListDeploymentTargets");

    /** Refuses unless the caller may do this operation. */
    void allow(@NonNull String arn) throws AwsError {
        allow(operation, arn);
    }

    void allow(@NonNull String action, @NonNull String arn) throws AwsError {
        iam.require(caller, "codedeploy:" + action, arn, Map.of());
    }

    @CheckForNull
    String text(@NonNull String name) {
        return Json.text(input, name);
    }

    @NonNull
    String application() throws AwsError {
        return name("applicationName", "Application", "application");
    }

    @NonNull
    String group() throws AwsError {
        return name("deploymentGroupName", "DeploymentGroup", "deployment group");
    }

    private String name(String member, String subject, String words) throws AwsError {
        String name = text(member);
        if (name == null) {
            throw AwsError.badRequest(subject + "NameRequiredException", "The " + words + " name was not specified.");
        }
        if (name.isEmpty() || name.length() > NAME) {
            throw AwsError.badRequest(
                    "Invalid" + subject + "NameException",
                    "The " + words + " name must be between 1 and " + NAME + " characters long.");
        }
        return name;
    }

    /** The deployment of {@code deploymentId}, if the caller may do this operation on its group. */
    @NonNull
    Deployment deployment() throws AwsError {
        String id = deploymentId(text("deploymentId"));
        Deployment deployment = realm.deployment(id);
        // Who may not ask about any group does not learn that there is no such deployment.
        boolean anyResource = !realm.limits.targetsByArn() && WITHOUT_RESOURCE.contains(operation);
        allow(anyResource ? "*" : deployment == null ? realm.arns().group("*", "*") : deployment.group.arn());
        if (deployment == null) {
            throw AwsError.badRequest(
                    "DeploymentDoesNotExistException", "The deployment " + id + " could not be found");
        }
        return deployment;
    }

    @NonNull
    static String deploymentId(@CheckForNull String id) throws AwsError {
        if (id == null || id.isEmpty()) {
            throw AwsError.badRequest("DeploymentIdRequiredException", "At least one deployment ID must be specified.");
        }
        if (!DeploymentIds.isDeployment(id)) {
            throw AwsError.badRequest(
                    "InvalidDeploymentIdException", "Specified DeploymentId is not in the valid format: " + id);
        }
        return id;
    }

    static AwsError invalid(@NonNull String code, @NonNull String message) {
        return AwsError.badRequest(code, message);
    }
}
