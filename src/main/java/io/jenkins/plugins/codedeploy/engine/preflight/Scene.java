package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.Groups;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.setup.SetupValues;
import io.jenkins.plugins.codedeploy.engine.setup.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.sts.StsClient;

/** What checks share: clients, and answers that several of them need, each asked for once. */
final class Scene implements AutoCloseable {
    private final PreflightRequest request;
    private final RoleSession session;
    private final StsClient sts;
    private final CodeDeployClient codeDeploy;

    @CheckForNull
    private final AccountClients bucketClients;

    private final Once<String> caller = new Once<>(this::askCaller);
    private final Once<Boolean> entered = new Once<>(this::assume);
    private final Once<String> location = new Once<>(this::askLocation);
    private final Once<ServerSideEncryptionByDefault> encryption = new Once<>(this::askEncryption);
    private final Once<DeploymentGroupInfo> group = new Once<>(this::askGroup);

    Scene(AwsClients clients, PreflightRequest request, String sessionName) {
        this.request = request;
        TargetAccess access = request.access();
        boolean narrow = request.application() != null && request.deploymentGroup() != null;
        session = clients.session(
                access,
                sessionName,
                narrow
                        ? SessionPolicy.deployer(access, request.application(), request.deploymentGroup(), null, "")
                        : SessionPolicy.observer());
        AwsCredentialsProvider deployer = session == null ? access.source().credentials() : session;
        sts = clients.sts(access);
        codeDeploy = clients.codeDeploy(access, deployer, Retries.STANDARD);
        BucketTarget bucket = request.bucket();
        bucketClients = bucket == null
                ? null
                : new AccountClients(clients, access, clients.session(access, sessionName, null), bucket);
    }

    @NonNull
    PreflightRequest request() {
        return request;
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

    /** Whether the role can be entered: where it cannot, one check says so, and others cannot look. */
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

    /** All that is known, the source identity included. */
    @NonNull
    SetupValues known() {
        SetupValues known = request.known();
        try {
            known = known.with(Field.SOURCE, caller());
            if (request.bucket() != null && !known.has(Field.KMS_KEY)) {
                known = known.with(Field.KMS_KEY, encryption().kmsMasterKeyID());
            }
        } catch (SdkException e) {
            // its own check says so
        }
        return known;
    }

    /** With what the group tells. */
    @NonNull
    SetupValues knownOfGroup() {
        return Groups.learn(known(), group());
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
            session.resolveCredentials();
        }
        return true;
    }

    private String askLocation() {
        BucketTarget bucket = bucket();
        String told = s3().getBucketLocation(r -> r.bucket(bucket.bucket()).expectedBucketOwner(bucket.expectedOwner()))
                .locationConstraintAsString();
        // Its two oldest regions have names of their own here.
        return told == null || told.isEmpty() ? "us-east-1" : told.equals("EU") ? "eu-west-1" : told;
    }

    private ServerSideEncryptionByDefault askEncryption() {
        BucketTarget bucket = bucket();
        return s3()
                .getBucketEncryption(r -> r.bucket(bucket.bucket()).expectedBucketOwner(bucket.expectedOwner()))
                .serverSideEncryptionConfiguration()
                .rules()
                .stream()
                .map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(ServerSideEncryptionByDefault.builder().build());
    }

    private BucketTarget bucket() {
        return Objects.requireNonNull(request.bucket(), "checked before by whoever asks");
    }

    private String askCaller() {
        return sts.getCallerIdentity().arn();
    }

    private DeploymentGroupInfo askGroup() {
        return codeDeploy
                .getDeploymentGroup(
                        r -> r.applicationName(request.application()).deploymentGroupName(request.deploymentGroup()))
                .deploymentGroupInfo();
    }

    @Override
    public void close() {
        if (bucketClients != null) {
            bucketClients.close();
        }
    }

    /** An answer that is asked for once, a refusal included. */
    private static final class Once<T> {
        private final Supplier<T> question;
        private T answer;
        private SdkException refusal;

        Once(Supplier<T> question) {
            this.question = question;
        }

        synchronized T get() {
            if (answer == null && refusal == null) {
                try {
                    answer = question.get();
                } catch (SdkException e) {
                    refusal = e;
                }
            }
            if (refusal != null) {
                throw refusal;
            }
            return answer;
        }
    }
}
