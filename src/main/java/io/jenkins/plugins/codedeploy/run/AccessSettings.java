package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** How the target account is entered, and which bucket lies between: as a step or form has it, not yet expanded. */
public interface AccessSettings {
    /** Of a configured target account; null where the rest is given here. */
    @CheckForNull
    String getTarget();

    @CheckForNull
    String getCredentialsId();

    @CheckForNull
    String getRoleArn();

    @CheckForNull
    String getExternalId();

    @CheckForNull
    String getRegion();

    @CheckForNull
    String getBucket();

    @CheckForNull
    String getBucketOwner();

    /** That the bucket must belong to; null means the account that uploads. */
    @CheckForNull
    String getBucketAccount();

    @CheckForNull
    String getKmsKeyId();

    /** ARN of the role that the instances read revisions as; only checks and explanations need it. */
    @CheckForNull
    String getInstanceRole();

    /** In seconds. */
    @CheckForNull
    Integer getSessionDuration();
}
