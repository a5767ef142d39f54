package io.jenkins.plugins.codedeploy.simulator.kms;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.iam.Effective;
import io.jenkins.plugins.codedeploy.simulator.iam.PolicyDocument;

/** A key, which encrypts nothing here but decides who may. */
public final class KmsKey {
    private final String accountId;
    private final String region;
    private final String arn;
    private final Effective<PolicyDocument> policy;
    private volatile boolean enabled = true;
    private volatile boolean pendingDeletion;

    KmsKey(String accountId, String region, String id, PolicyDocument policy) {
        this.accountId = accountId;
        this.region = region;
        this.arn = "arn:aws:kms:" + region + ":" + accountId + ":key/" + id;
        this.policy = new Effective<>(policy);
    }

    @NonNull
    public String accountId() {
        return accountId;
    }

    @NonNull
    public String region() {
        return region;
    }

    @NonNull
    public String arn() {
        return arn;
    }

    public boolean enabled() {
        return enabled;
    }

    public void enabled(boolean usable) {
        enabled = usable;
    }

    boolean isPendingDeletion() {
        return pendingDeletion;
    }

    /** As ScheduleKeyDeletion and CancelKeyDeletion do; afterward it is disabled. */
    public void pendingDeletion(boolean pending) {
        pendingDeletion = pending;
        enabled = false;
    }

    Effective<PolicyDocument> policy() {
        return policy;
    }
}
