package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.CallDiagnosis;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Groups;
import io.jenkins.plugins.codedeploy.engine.diagnosis.NoAnswer;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.sts.StsClient;

/** What checks share: clients, and answers that several of them need, each asked for once. */
final class PreflightContext {
    private final PreflightRequest request;
    private final RoleSession session;
    private final List<String> otherRegions;
    private final StsClient sts;
    private final CodeDeployClient codeDeploy;

    @CheckForNull
    private final AccountClients bucketClients;

    /** Those that have given any answer: what they do not answer is not for want of a connection. */
    private final Set<AwsService> answered = ConcurrentHashMap.newKeySet();

    private final Once<String> caller = new Once<>(this::askCaller);
    private final Once<Boolean> entered = new Once<>(this::assume);
    private final Once<String> location = new Once<>(() -> BucketFacts.location(this));
    private final Once<ServerSideEncryptionByDefault> encryption = new Once<>(() -> BucketFacts.encryption(this));
    private final Once<DeploymentGroupInfo> group = new Once<>(this::askGroup);

    PreflightContext(AwsClients clients, PreflightRequest request, String sessionName) {
        this.request = request;
        TargetAccess access = request.access();
        String application = request.application();
        String deploymentGroup = request.deploymentGroup();
        session = clients.session(
                access,
                sessionName,
                application != null && deploymentGroup != null
                        ? SessionPolicy.deployer(access, application, deploymentGroup, null, "")
                        : SessionPolicy.observer());
        AwsCredentialsProvider deployer = session == null ? clients.sourceCredentials(access) : session;
        otherRegions = clients.usedRegions().besides(access);
        sts = clients.sts(access);
        codeDeploy = clients.codeDeploy(access, deployer, Retries.STANDARD);
        BucketTarget bucket = request.bucket();
        bucketClients = bucket == null
                ? null
                : new AccountClients(
                        clients,
                        access,
                        clients.session(
                                access,
                                sessionName,
                                SessionPolicy.uploader(access, bucket.bucket(), request.keys(), bucket.kmsKeyId())),
                        bucket);
    }

    @NonNull
    PreflightRequest request() {
        return request;
    }

    /**
     * Asks AWS.
     *
     * @throws SdkException what the service answers, where that is a refusal
     * @throws Unanswered where it gives no useful answer
     * @throws CancellationException where nobody waits for the answer any longer
     */
    <T> T ask(AwsService service, Supplier<T> question) {
        try {
            T answer = question.get();
            answered.add(service);
            return answer;
        } catch (SdkException e) {
            if (AwsErrors.isInterruption(e)) {
                throw new CancellationException();
            }
            NoAnswer none = noAnswer(service, e);
            if (none == null) {
                answered.add(service);
                throw e;
            }
            throw new Unanswered(none, e);
        }
    }

    List<String> otherRegions() {
        return otherRegions;
    }

    boolean hasAnswered(@NonNull AwsService service) {
        return answered.contains(service);
    }

    /** Null where there was an answer. */
    @CheckForNull
    NoAnswer noAnswer(AwsService service, RuntimeException e) {
        BucketTarget bucket = request.bucket();
        return NoAnswer.of(service, request.access(), bucket == null ? null : bucket.region(), e);
    }

    /** ARN of the source identity; anybody may ask for their own. */
    @NonNull
    String caller() {
        return caller.get();
    }

    /** @throws SdkException where the role is not to be assumed */
    void enter() {
        entered.get();
    }

    /** Whether a session of a role assumes the role; no, where STS does not say. */
    boolean isChained() {
        try {
            return request.access().directToken() == null && caller().contains(":assumed-role/");
        } catch (SdkException | Unanswered e) {
            return false;
        }
    }

    /** Whether STS refuses the source identity's own credentials: one check says so. */
    boolean isSourceRefused() {
        try {
            caller();
            return false;
        } catch (SdkException e) {
            return true;
        } catch (Unanswered e) {
            return false;
        }
    }

    /** How long sessions last that the role grants, once it is entered. */
    @NonNull
    Duration sessionDuration() {
        return session == null ? request.access().sessionDuration() : session.duration();
    }

    /** Whether the role's session names no job, though it was to. */
    boolean isAnonymous() {
        return session != null && session.isAnonymous();
    }

    /**
     * Whether the role can be entered: where it cannot, one check says so, and others cannot look.
     *
     * @throws Unanswered where STS does not say
     */
    boolean isEntered() {
        try {
            return entered.get();
        } catch (SdkException e) {
            return false;
        }
    }

    @NonNull
    CodeDeployClient codeDeploy() {
        return codeDeploy;
    }

    /** Null where there is no bucket. */
    @CheckForNull
    AccountClients bucketClients() {
        return bucketClients;
    }

    @NonNull
    S3Client s3() {
        return Objects.requireNonNull(bucketClients, "checked before by whoever asks")
                .s3();
    }

    @NonNull
    DeploymentGroupInfo group() {
        return group.get();
    }

    /** Whether CodeDeploy says that there is no such group, or no such application; no, where it does not say. */
    boolean isGroupMissing() {
        try {
            group();
            return false;
        } catch (SdkException e) {
            return CallDiagnosis.isUnknownName(AwsErrors.code(e));
        }
    }

    /** All that is known, the source identity included. */
    @NonNull
    SetupValues known() {
        SetupValues known = request.known();
        try {
            known = known.with(Field.SOURCE, caller());
            if (request.bucket() != null && !known.has(Field.KMS_KEY)) {
                known = known.with(Field.KMS_KEY, encryption().kmsMasterKeyID());
            }
        } catch (SdkException | Unanswered e) {
            // its own check says so
        }
        return known;
    }

    /** With what the group tells. */
    @NonNull
    SetupValues knownOfGroup() {
        return Groups.learn(known(), group());
    }

    /** Null where no group is given, or its platform is not to be seen. */
    @CheckForNull
    ComputePlatform platform() {
        if (request.application() == null || request.deploymentGroup() == null) {
            return null;
        }
        try {
            return isEntered() ? group().computePlatform() : null;
        } catch (SdkException | Unanswered e) {
            return null;
        }
    }

    /** Without a bucket: only revisions of instances must be in one. */
    @NonNull
    CheckResult withoutBucket(@NonNull Check check) {
        ComputePlatform platform = platform();
        boolean needless = platform == ComputePlatform.LAMBDA || platform == ComputePlatform.ECS;
        Text why = Text.of("preflight.noBucket");
        return needless ? CheckResult.notApplicable(check, why) : CheckResult.notChecked(check, why);
    }

    /** The deployment that has installed a revision from the bucket with success, as the group's last; empty for none. */
    @NonNull
    String lastInstalled() {
        BucketTarget bucket = request.bucket();
        if (platform() == null || bucket == null) {
            return "";
        }
        DeploymentGroupInfo group = group();
        LastDeploymentInfo succeeded = group.lastSuccessfulDeployment();
        LastDeploymentInfo attempted = group.lastAttemptedDeployment();
        boolean same = group.targetRevision() != null
                && group.targetRevision().s3Location() != null
                && bucket.bucket().equals(group.targetRevision().s3Location().bucket());
        return same
                        && succeeded != null
                        && attempted != null
                        && succeeded.deploymentId().equals(attempted.deploymentId())
                ? succeeded.deploymentId()
                : "";
    }

    /** The account of whoever uploads; null where STS does not say. */
    @CheckForNull
    String uploadingAccount() {
        if (request.uploadsAsRole()) {
            return Objects.requireNonNull(request.access().role()).accountId();
        }
        try {
            return Arns.account(caller(), "");
        } catch (SdkException | Unanswered e) {
            return null;
        }
    }

    /** Region of the bucket. */
    @NonNull
    String location() {
        return location.get();
    }

    /** How the bucket encrypts what does not say otherwise. */
    @NonNull
    ServerSideEncryptionByDefault encryption() {
        return encryption.get();
    }

    /** Whether whoever deploys is in another account than the bucket. */
    boolean isAcrossAccounts() {
        PreflightRequest asked = request;
        return asked.access().role() != null && asked.bucket() != null && !asked.uploadsAsRole();
    }

    private boolean assume() {
        if (session != null) {
            ask(AwsService.STS, session::resolveCredentials);
        }
        return true;
    }

    /** With the account that it must belong to: the one that uploads, unless another is given. */
    @NonNull
    BucketTarget bucket() {
        BucketTarget bucket = Objects.requireNonNull(request.bucket(), "checked before by whoever asks");
        String uploader = bucket.expectedOwner() == null ? uploadingAccount() : null;
        return uploader == null ? bucket : bucket.ownedBy(uploader);
    }

    private String askCaller() {
        return ask(AwsService.STS, () -> sts.getCallerIdentity()).arn();
    }

    private DeploymentGroupInfo askGroup() {
        return ask(
                        AwsService.CODEDEPLOY,
                        () -> codeDeploy.getDeploymentGroup(r -> r.applicationName(request.application())
                                .deploymentGroupName(request.deploymentGroup())))
                .deploymentGroupInfo();
    }

    void close() {
        if (bucketClients != null) {
            bucketClients.close();
        }
    }
}
