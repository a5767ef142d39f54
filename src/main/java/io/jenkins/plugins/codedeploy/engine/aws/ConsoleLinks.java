package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Addresses of AWS's console, of the partition that the deployment is in. */
public final class ConsoleLinks {
    private ConsoleLinks() {}

    @NonNull
    public static String deployment(@NonNull String partition, @NonNull String region, @NonNull String deploymentId) {
        String domain =
                switch (partition) {
                    case "aws-cn" -> "console.amazonaws.cn";
                    case "aws-us-gov" -> "console.amazonaws-us-gov.com";
                    case "aws-eusc" -> "console.amazonaws-eusc.eu";
                    default -> "console.aws.amazon.com";
                };
        return "https://" + region + "." + domain + "/codesuite/codedeploy/deployments/" + deploymentId + "?region="
                + region;
    }
}
