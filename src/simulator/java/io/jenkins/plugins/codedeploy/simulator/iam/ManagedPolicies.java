package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * AWS' own policies, one resource file each.
 *
 * @see <a href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html">The list</a>
 */
final class ManagedPolicies {
    private static final Set<String> OF_SERVICE_ROLES =
            Set.of("AWSCodeDeployRole", "AWSCodeDeployRoleForLambda", "AmazonEC2RoleforAWSCodeDeploy");

    private ManagedPolicies() {}

    /** @param name with or without the ARN before it */
    @NonNull
    static String arn(@NonNull String name) {
        String bare = name.substring(name.lastIndexOf('/') + 1);
        return "arn:aws:iam::aws:policy/" + (OF_SERVICE_ROLES.contains(bare) ? "service-role/" : "") + bare;
    }

    @NonNull
    static String document(@NonNull String name) throws AwsError {
        String bare = name.substring(name.lastIndexOf('/') + 1);
        if (!bare.matches("[A-Za-z0-9]+")) {
            throw new AwsError(404, "NoSuchEntity", "Policy " + name + " does not exist or is not attachable.");
        }
        try (InputStream in = ManagedPolicies.class.getResourceAsStream(bare + ".json")) {
            if (in == null) {
                throw new AwsError(404, "NoSuchEntity", "Policy " + name + " does not exist or is not attachable.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
