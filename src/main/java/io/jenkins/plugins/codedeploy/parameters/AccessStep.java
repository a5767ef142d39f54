package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of every step that say which target account is used, and which bucket. Not yet expanded. */
public abstract class AccessStep extends Step implements Serializable {
    private static final long serialVersionUID = 1;

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
    private String instanceRole;
    private Integer sessionDuration;
    /** What is wrong with the arguments of a script; null where nothing is. */
    private String refusal;

    /** Makes the step fail with this message when it starts: only then is there a build that can be told. */
    public final void refuse(@NonNull String message) {
        refusal = message;
    }

    /** @throws AbortException where the arguments were refused */
    public final void checkArguments() throws AbortException {
        if (refusal != null) {
            throw new AbortException(refusal);
        }
    }

    /** Gives another step the same values. */
    protected final void copyAccessTo(@NonNull AccessStep other) {
        other.target = target;
        other.credentialsId = credentialsId;
        other.sourceRoleArn = sourceRoleArn;
        other.roleArn = roleArn;
        other.externalId = externalId;
        other.region = region;
        other.bucket = bucket;
        other.bucketOwner = bucketOwner;
        other.bucketAccount = bucketAccount;
        other.kmsKeyId = kmsKeyId;
        other.instanceRole = instanceRole;
        other.sessionDuration = sessionDuration;
        other.refusal = refusal;
    }

    /** Name of a configured target account; null where the account is described here. */
    @CheckForNull
    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** Role of the source account that an ID token assumes; null for none. */
    @CheckForNull
    public String getSourceRoleArn() {
        return sourceRoleArn;
    }

    @DataBoundSetter
    public void setSourceRoleArn(String sourceRoleArn) {
        this.sourceRoleArn = Util.fixEmptyAndTrim(sourceRoleArn);
    }

    @CheckForNull
    public String getRoleArn() {
        return roleArn;
    }

    @DataBoundSetter
    public void setRoleArn(String roleArn) {
        this.roleArn = Util.fixEmptyAndTrim(roleArn);
    }

    @CheckForNull
    public String getExternalId() {
        return externalId;
    }

    @DataBoundSetter
    public void setExternalId(String externalId) {
        this.externalId = Util.fixEmptyAndTrim(externalId);
    }

    @CheckForNull
    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    @CheckForNull
    public String getBucket() {
        return bucket;
    }

    @DataBoundSetter
    public void setBucket(String bucket) {
        this.bucket = Util.fixEmptyAndTrim(bucket);
    }

    /** Null means what the target account says, else {@link BucketOwner#SOURCE}. */
    @CheckForNull
    public BucketOwner getBucketOwner() {
        return bucketOwner;
    }

    @DataBoundSetter
    public void setBucketOwner(BucketOwner bucketOwner) {
        this.bucketOwner = bucketOwner;
    }

    @CheckForNull
    public String getBucketAccount() {
        return bucketAccount;
    }

    @DataBoundSetter
    public void setBucketAccount(String bucketAccount) {
        this.bucketAccount = Util.fixEmptyAndTrim(bucketAccount);
    }

    @CheckForNull
    public String getKmsKeyId() {
        return kmsKeyId;
    }

    @DataBoundSetter
    public void setKmsKeyId(String kmsKeyId) {
        this.kmsKeyId = Util.fixEmptyAndTrim(kmsKeyId);
    }

    /** ARN of the role that the instances read revisions as; only checks and explanations need it. */
    @CheckForNull
    public String getInstanceRole() {
        return instanceRole;
    }

    @DataBoundSetter
    public void setInstanceRole(String instanceRole) {
        this.instanceRole = Util.fixEmptyAndTrim(instanceRole);
    }

    /** In seconds. */
    @CheckForNull
    public Integer getSessionDuration() {
        return sessionDuration;
    }

    @DataBoundSetter
    public void setSessionDuration(Integer sessionDuration) {
        this.sessionDuration = sessionDuration;
    }
}
