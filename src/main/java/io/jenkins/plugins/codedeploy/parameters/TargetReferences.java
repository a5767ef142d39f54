package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.upload.BucketAccount;
import java.util.function.UnaryOperator;

/** The target account as settings name it. */
public final class TargetReferences {
    private TargetReferences() {}

    /** Not the credentials id: it is resolved later, with the rights of whoever started the build. */
    @NonNull
    public static TargetReference of(
            @NonNull AccessStep settings, @CheckForNull String keyPrefix, @NonNull UnaryOperator<String> expand) {
        return TargetReference.builder()
                .target(expand.apply(settings.getTarget()))
                .credentialsId(settings.getCredentialsId())
                .sourceRoleArn(expand.apply(settings.getSourceRoleArn()))
                .roleArn(expand.apply(settings.getRoleArn()))
                .externalId(expand.apply(settings.getExternalId()))
                .region(expand.apply(settings.getRegion()))
                .bucket(expand.apply(settings.getBucket()))
                .bucketOwner(settings.getBucketOwner())
                .bucketAccount(expand.apply(settings.getBucketAccount()))
                .kmsKeyId(expand.apply(settings.getKmsKeyId()))
                .keyPrefix(keyPrefix)
                .instanceRole(expand.apply(settings.getInstanceRole()))
                .sessionDuration(settings.getSessionDuration())
                .build();
    }

    /** What is off in itself, whatever the named target account adds to it. */
    public static void check(@NonNull TargetReference given) {
        String role = given.getRoleArn();
        if (role != null) {
            RoleArn.parse(role);
        }
        if (given.getSourceRoleArn() != null) {
            RoleArn.parse("sourceRoleArn", given.getSourceRoleArn());
        }
        Inputs.externalId(given.getExternalId());
        if (given.getRegion() != null || given.getTarget() == null) {
            Inputs.region("region", given.getRegion());
        }
        if (given.getBucket() != null) {
            Inputs.bucket("bucket", given.getBucket());
        }
        BucketAccount.check(given.getBucketAccount());
        Inputs.kmsKeyId(given.getKmsKeyId());
        if (given.getInstanceRole() != null) {
            RoleArn.parse("instanceRole", given.getInstanceRole());
        }
        Integer session = given.getSessionDuration();
        if (session != null) {
            Inputs.sessionDuration(session);
        }
    }
}
