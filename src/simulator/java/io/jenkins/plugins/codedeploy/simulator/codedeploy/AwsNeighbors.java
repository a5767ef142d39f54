package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.instance.AgentFailure;
import io.jenkins.plugins.codedeploy.simulator.instance.BundleSource;
import io.jenkins.plugins.codedeploy.simulator.s3.FetchedObject;
import io.jenkins.plugins.codedeploy.simulator.s3.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** IAM and S3 as CodeDeploy and its instances meet them. */
final class AwsNeighbors implements Neighbors {
    private static final String SERVICE = "codedeploy.amazonaws.com";

    private final Iam iam;
    private final ObjectReader objects;

    AwsNeighbors(@NonNull Iam iam, @NonNull ObjectReader objects) {
        this.iam = iam;
        this.objects = objects;
    }

    @Override
    public BundleSource bundles(String roleArn, String instanceId, String region) {
        return (bucket, key, version) -> {
            try {
                Caller instance = iam.instanceCaller(roleArn, instanceId);
                FetchedObject object = objects.fetch(instance, bucket, key, version, region);
                return new BundleSource.Download('"' + object.eTag() + '"', object.open());
            } catch (AwsError e) {
                throw refused(e);
            }
        };
    }

    /** The SDK in the agent tells S3's message alone. */
    private static AgentFailure refused(AwsError e) {
        String message = e.getMessage() == null ? e.code() : e.getMessage();
        AgentFailure failure = new AgentFailure(message);
        failure.initCause(e);
        return failure;
    }

    @Override
    public String serviceRoleProblem(String roleArn, ComputePlatform platform) {
        try {
            Caller service = iam.serviceCaller(roleArn, SERVICE, "CodeDeploy");
            String first =
                    switch (platform) {
                        case Server -> "ec2:DescribeInstances";
                        case Lambda -> "lambda:GetAlias";
                        case ECS -> "ecs:DescribeServices";
                    };
            iam.require(service, first, "*", Map.of());
            return null;
        } catch (AwsError e) {
            return e.code().equals("NoSuchEntity") ? "IAM_ROLE_MISSING" : "IAM_ROLE_PERMISSIONS";
        }
    }

    @Override
    public String appSpec(String roleArn, RevisionLocation revision, String region) throws AwsError, IOException {
        Caller service = iam.serviceCaller(roleArn, SERVICE, "CodeDeploy");
        FetchedObject object = objects.fetch(
                service, String.valueOf(revision.bucket()), String.valueOf(revision.key()), revision.version(), region);
        try (InputStream content = object.open()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
