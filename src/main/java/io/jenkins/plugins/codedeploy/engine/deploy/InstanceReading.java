package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.RevisionProbe.Result;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.PolicyReader;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Whether the bucket's policy lets the instances' role download a revision, as far as both are known. */
final class InstanceReading {
    private final AwsClients clients;
    private final TargetAccess access;
    private final SetupValues known;
    private final S3Revision revision;

    InstanceReading(AwsClients clients, TargetAccess access, SetupValues known, S3Revision revision) {
        this.clients = clients;
        this.access = access;
        this.known = known;
        this.revision = revision;
    }

    /**
     * @param s3 of an identity that has read the object
     * @param asRole whether that is the role
     */
    @NonNull
    Result check(S3Client s3, boolean asRole) {
        String role = access.instanceRole();
        if (role == null || !Arns.isRole(role)) {
            return Result.GOOD;
        }
        String policy;
        boolean across;
        try {
            policy = s3.getBucketPolicy(r -> r.bucket(revision.bucket())).policy();
            across = isAcrossAccounts(role, asRole);
        } catch (SdkException e) {
            if (!AwsErrors.code(e).equals("NoSuchBucketPolicy") || !isAcrossAccounts(role, asRole)) {
                // who may not read the policy knows nothing of it
                return Result.GOOD;
            }
            policy = "{}";
            across = true;
        }
        String object = "arn:" + known.partition() + ":s3:::" + revision.bucket() + "/" + revision.key();
        String action = revision.versionId() == null ? "s3:GetObject" : "s3:GetObjectVersion";
        PolicyReader.Finding finding = new PolicyReader(policy, role, object).read(action);
        Text refused = Text.of("deploy.revision.instances", role, action, object);
        return switch (finding.verdict()) {
            case DENIED ->
                new Result(
                        new Problem(refused, null, null).with(Advice.bucketPolicyDenies(known, refused, action)), null);
            case NOT_ALLOWED ->
                across
                        ? new Result(
                                new Problem(refused, null, null).with(Advice.bucketPolicy(known, finding.why())), null)
                        : Result.GOOD;
            case UNSURE -> new Result(null, Text.of("deploy.revision.unsure", role, action, object));
            default -> Result.GOOD;
        };
    }

    /** Only the bucket's owner reads its policy, and that is whoever has just read it. */
    private boolean isAcrossAccounts(String role, boolean asRole) {
        String owner = Arns.account(asRole ? known.show(Field.ROLE) : String.valueOf(clients.sourceArn(access)), "");
        return !owner.isEmpty() && !owner.equals(Arns.account(role, owner));
    }
}
