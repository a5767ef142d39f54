package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.io.Serial;
import java.io.Serializable;

/**
 * What a step, a build step or a form says about the target account: the name of a {@link TargetAccount}, or the
 * account's particulars. Values are expanded already, all but the credentials id, which may be {@code ${PARAMETER}}.
 * Blank values are null. It holds nothing secret and may be part of a step's state.
 */
public final class TargetReference implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final String target;
    private final String credentialsId;
    private final String sourceRoleArn;
    private final String roleArn;
    private final String externalId;
    private final String region;
    private final String bucket;
    private final BucketOwner bucketOwner;
    private final String bucketAccount;
    private final String kmsKeyId;
    private final String keyPrefix;
    private final String instanceRole;
    private final Integer sessionDuration;

    private TargetReference(Builder given) {
        target = given.target;
        credentialsId = given.credentialsId;
        sourceRoleArn = given.sourceRoleArn;
        roleArn = given.roleArn;
        externalId = given.externalId;
        region = given.region;
        bucket = given.bucket;
        bucketOwner = given.bucketOwner;
        bucketAccount = given.bucketAccount;
        kmsKeyId = given.kmsKeyId;
        keyPrefix = given.keyPrefix;
        instanceRole = given.instanceRole;
        sessionDuration = given.sessionDuration;
    }

    @NonNull
    public static Builder builder() {
        return new Builder();
    }

    @CheckForNull
    public String getTarget() {
        return target;
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Role of the source account that an ID token assumes. */
    @CheckForNull
    public String getSourceRoleArn() {
        return sourceRoleArn;
    }

    @CheckForNull
    public String getRoleArn() {
        return roleArn;
    }

    @CheckForNull
    public String getExternalId() {
        return externalId;
    }

    @CheckForNull
    public String getRegion() {
        return region;
    }

    @CheckForNull
    public String getBucket() {
        return bucket;
    }

    /** Null where nothing is said. */
    @CheckForNull
    public BucketOwner getBucketOwner() {
        return bucketOwner;
    }

    /** That the bucket must belong to; null stands for the account that uploads. */
    @CheckForNull
    public String getBucketAccount() {
        return bucketAccount;
    }

    @CheckForNull
    public String getKmsKeyId() {
        return kmsKeyId;
    }

    @CheckForNull
    public String getKeyPrefix() {
        return keyPrefix;
    }

    /** ARN of the role that the instances read revisions as; only checks and explanations need it. */
    @CheckForNull
    public String getInstanceRole() {
        return instanceRole;
    }

    /** In seconds. */
    @CheckForNull
    public Integer getSessionDuration() {
        return sessionDuration;
    }

    /** Takes blank values for absent ones. */
    public static final class Builder {
        private String target;
        private String credentialsId;
        private String sourceRoleArn;
        private String roleArn;
        private String externalId;
        private String region;
        private String bucket;
        private BucketOwner bucketOwner;
        private String bucketAccount;
        private String kmsKeyId;
        private String keyPrefix;
        private String instanceRole;
        private Integer sessionDuration;

        private Builder() {}

        @NonNull
        public Builder target(@CheckForNull String value) {
            target = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder credentialsId(@CheckForNull String value) {
            credentialsId = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder sourceRoleArn(@CheckForNull String value) {
            sourceRoleArn = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder roleArn(@CheckForNull String value) {
            roleArn = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder externalId(@CheckForNull String value) {
            externalId = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder region(@CheckForNull String value) {
            region = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder bucket(@CheckForNull String value) {
            bucket = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder bucketOwner(@CheckForNull BucketOwner value) {
            bucketOwner = value;
            return this;
        }

        @NonNull
        public Builder bucketAccount(@CheckForNull String value) {
            bucketAccount = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder kmsKeyId(@CheckForNull String value) {
            kmsKeyId = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder keyPrefix(@CheckForNull String value) {
            keyPrefix = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder instanceRole(@CheckForNull String value) {
            instanceRole = Inputs.optional(value);
            return this;
        }

        @NonNull
        public Builder sessionDuration(@CheckForNull Integer seconds) {
            sessionDuration = seconds;
            return this;
        }

        @NonNull
        public TargetReference build() {
            return new TargetReference(this);
        }
    }
}
