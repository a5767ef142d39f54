package io.jenkins.plugins.codedeploy.pipeline;

import hudson.Util;
import io.jenkins.plugins.codedeploy.run.AccessSettings;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What every step says of the target account and the bucket. */
public abstract class AccessStep extends Step implements AccessSettings, Serializable {
    private static final long serialVersionUID = 1;

    private String target;
    private String credentialsId;
    private String roleArn;
    private String externalId;
    private String region;
    private String bucket;
    private String bucketOwner;
    private String bucketAccount;
    private String kmsKeyId;
    private String instanceRole;
    private Integer sessionDuration;

    @Override
    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    @Override
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    @Override
    public String getRoleArn() {
        return roleArn;
    }

    @DataBoundSetter
    public void setRoleArn(String roleArn) {
        this.roleArn = Util.fixEmptyAndTrim(roleArn);
    }

    @Override
    public String getExternalId() {
        return externalId;
    }

    @DataBoundSetter
    public void setExternalId(String externalId) {
        this.externalId = Util.fixEmptyAndTrim(externalId);
    }

    @Override
    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    @Override
    public String getBucket() {
        return bucket;
    }

    @DataBoundSetter
    public void setBucket(String bucket) {
        this.bucket = Util.fixEmptyAndTrim(bucket);
    }

    @Override
    public String getBucketOwner() {
        return bucketOwner;
    }

    @DataBoundSetter
    public void setBucketOwner(String bucketOwner) {
        this.bucketOwner = Util.fixEmptyAndTrim(bucketOwner);
    }

    @Override
    public String getBucketAccount() {
        return bucketAccount;
    }

    @DataBoundSetter
    public void setBucketAccount(String bucketAccount) {
        this.bucketAccount = Util.fixEmptyAndTrim(bucketAccount);
    }

    @Override
    public String getKmsKeyId() {
        return kmsKeyId;
    }

    @DataBoundSetter
    public void setKmsKeyId(String kmsKeyId) {
        this.kmsKeyId = Util.fixEmptyAndTrim(kmsKeyId);
    }

    @Override
    public String getInstanceRole() {
        return instanceRole;
    }

    @DataBoundSetter
    public void setInstanceRole(String instanceRole) {
        this.instanceRole = Util.fixEmptyAndTrim(instanceRole);
    }

    @Override
    public Integer getSessionDuration() {
        return sessionDuration;
    }

    @DataBoundSetter
    public void setSessionDuration(Integer sessionDuration) {
        this.sessionDuration = sessionDuration;
    }
}
