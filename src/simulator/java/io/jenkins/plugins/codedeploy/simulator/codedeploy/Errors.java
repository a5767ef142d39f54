package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;

/**
 * AWS' words for why a deployment failed.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/error-codes.html">Error codes</a>
 */
final class Errors {
    private static final Map<String, String> MESSAGES = Map.of(
            "HEALTH_CONSTRAINTS",
            "The overall deployment failed because too many individual instances failed deployment, too few healthy"
                    + " instances are available for deployment, or some instances in your deployment group are"
                    + " experiencing problems.",
            "HEALTH_CONSTRAINTS_INVALID",
            "The deployment can't start because the minimum number of healthy instances, as defined in the deployment"
                    + " configuration, are not available. You can reduce the required number of healthy instances by"
                    + " updating your deployment configuration or increase the number of instances in this deployment"
                    + " group.",
            "NO_INSTANCES",
            "The deployment failed because no instances were found for your deployment group. Check your deployment"
                    + " group settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups"
                    + " correctly identify the instances you want to deploy to, and then try again.",
            "IAM_ROLE_MISSING",
            "The deployment failed because no service role was found with the service role name specified. Make sure"
                    + " you are using the correct service role name, and then try again.",
            "IAM_ROLE_PERMISSIONS",
            "CodeDeploy does not have the permissions required to assume a role or the IAM role you're using doesn't"
                    + " give you permission to perform operations in an AWS service.",
            "ALARM_ACTIVE",
            "One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the"
                    + " affected deployments have been stopped.",
            "MANUAL_STOP",
            "The deployment was stopped by a user.",
            "HOOK_EXECUTION_FAILURE",
            "A hook of the AppSpec file failed, or did not report a status in time.");

    private Errors() {}

    @NonNull
    static String of(@NonNull String code) {
        return MESSAGES.getOrDefault(code, code);
    }
}
