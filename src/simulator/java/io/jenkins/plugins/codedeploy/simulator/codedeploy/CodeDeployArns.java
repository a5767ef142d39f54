package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;

/** The names of one account's resources in one region. */
record CodeDeployArns(@NonNull String account, @NonNull String region) {

    @NonNull
    String application(@NonNull String name) {
        return codeDeploy("application:" + name);
    }

    @NonNull
    String group(@NonNull String application, @NonNull String group) {
        return codeDeploy("deploymentgroup:" + application + "/" + group);
    }

    @NonNull
    String config(@NonNull String name) {
        return codeDeploy("deploymentconfig:" + name);
    }

    @NonNull
    String instance(@NonNull String id) {
        return "arn:" + partition() + ":ec2:" + region + ":" + account + ":instance/" + id;
    }

    @NonNull
    String function(@NonNull String name) {
        return "arn:" + partition() + ":lambda:" + region + ":" + account + ":function:" + name;
    }

    @NonNull
    String ecsService(@NonNull String cluster, @NonNull String service) {
        return "arn:" + partition() + ":ecs:" + region + ":" + account + ":service/" + cluster + "/" + service;
    }

    private String codeDeploy(String resource) {
        return "arn:" + partition() + ":codedeploy:" + region + ":" + account + ":" + resource;
    }

    private String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }
}
