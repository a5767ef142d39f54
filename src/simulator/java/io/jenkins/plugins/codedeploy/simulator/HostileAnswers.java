package io.jenkins.plugins.codedeploy.simulator;

/** The answers of a {@link HostileEndpoint} that have AWS's form. */
final class HostileAnswers {
    /** Hours off, whenever that is. */
    static final String DATE = "Sat, 01 Jan 2000 00:00:00 GMT";

    private HostileAnswers() {}

    static String usual(String operation) {
        return switch (operation) {
            case "AssumeRole" -> """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
                    <Credentials><AccessKeyId>ASIAHOSTILE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
                    <SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
                    </AssumeRoleResult></AssumeRoleResponse>""";
            case "GetCallerIdentity" -> """
                    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                    <GetCallerIdentityResult><Account>111111111111</Account>
                    <Arn>arn:aws:iam::111111111111:user/hostile</Arn></GetCallerIdentityResult>
                    </GetCallerIdentityResponse>""";
            case "CreateDeployment" -> "{\"deploymentId\": \"" + HostileEndpoint.DEPLOYMENT + "\"}";
            case "BatchGetDeployments" -> """
                    {"deploymentsInfo": [{"deploymentId": "DEPLOYMENT", "status": "InProgress", "applicationName": "shop",
                      "deploymentGroupName": "production", "deploymentOverview": {"InProgress": 25}}]}""".replace("DEPLOYMENT", HostileEndpoint.DEPLOYMENT);
            default -> "{}";
        };
    }

    static String busy() {
        return error(
                "DeploymentLimitExceededException",
                "The Deployment Group 'production' already has an active Deployment '" + HostileEndpoint.DEPLOYMENT
                        + "'");
    }

    static String error(String code, String message) {
        return "{\"__type\": \"" + code + "\", \"message\": \"" + message + "\"}";
    }

    /** The member of an answer that lists names or ids. */
    static String member(String operation) {
        return switch (operation) {
            case "ListApplications" -> "applications";
            case "ListDeploymentGroups" -> "deploymentGroups";
            case "ListDeploymentTargets" -> "targetIds";
            default -> "deployments";
        };
    }
}
