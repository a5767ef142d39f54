package io.jenkins.plugins.codedeploy.simulator.kms;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.iam.Decision;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.iam.PolicyDocument;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keys and their policies, as S3 asks for them. */
public final class Kms {
    private final Iam iam;
    private final Map<String, KmsKey> keys = new ConcurrentHashMap<>();
    private final Map<String, KmsKey> aliases = new ConcurrentHashMap<>();

    public Kms(@NonNull Iam iam) {
        this.iam = iam;
    }

    /** @param policy a JSON document; without it, no principal may use the key */
    @NonNull
    public KmsKey createKey(@NonNull String accountId, @NonNull String region, @NonNull String policy) throws AwsError {
        PolicyDocument document = iam.parse(policy, PolicyDocument.Purpose.KEY);
        KmsKey key = new KmsKey(accountId, region, UUID.randomUUID().toString(), document);
        keys.put(key.arn(), key);
        return key;
    }

    /** The policy that a key gets where none is given: its account decides by identity policies. */
    @NonNull
    public static String defaultPolicy(@NonNull String accountId) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Sid": "EnableIAMUserPermissions", "Effect": "Allow",\
                  "Principal": {"AWS": "arn:aws:iam::%s:root"}, "Action": "kms:*", "Resource": "*"}]}\
                """.formatted(accountId);
    }

    public void policy(@NonNull KmsKey key, @NonNull String document) throws AwsError {
        key.policy().set(iam.parse(document, PolicyDocument.Purpose.KEY), iam.delay());
    }

    /** @param alias with {@code alias/} before it */
    public void alias(@NonNull KmsKey key, @NonNull String alias) {
        aliases.put("arn:aws:kms:" + key.region() + ":" + key.accountId() + ":" + alias, key);
    }

    /**
     * @param name an ARN of key or alias, or in the asking account an id or {@code alias/…}
     * @param region of the bucket, where the key has to be too
     */
    @NonNull
    public KmsKey find(@NonNull String name, @NonNull String accountId, @NonNull String region) throws AwsError {
        if (name.equals("alias/aws/s3")) {
            return managed(accountId, region);
        }
        String arn = name.startsWith("arn:")
                ? name
                : "arn:aws:kms:" + region + ":" + accountId + ":" + (name.startsWith("alias/") ? name : "key/" + name);
        KmsKey key = arn.contains(":alias/") ? aliases.get(arn) : keys.get(arn);
        if (key == null) {
            throw AwsError.badRequest("KMS.NotFoundException", "Key '" + arn + "' does not exist");
        }
        if (!key.region().equals(region)) {
            throw AwsError.badRequest("KMS.NotFoundException", "Invalid arn " + key.region());
        }
        return key;
    }

    /** {@code aws/s3}: its policy allows only principals of its own account, and cannot be changed. */
    @NonNull
    public KmsKey managed(@NonNull String accountId, @NonNull String region) throws AwsError {
        String alias = "arn:aws:kms:" + region + ":" + accountId + ":alias/aws/s3";
        KmsKey known = aliases.get(alias);
        if (known != null) {
            return known;
        }
        KmsKey key = createKey(accountId, region, """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"},\
                  "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],\
                  "Resource": "*", "Condition": {"StringEquals": {"kms:CallerAccount": "%s",\
                    "kms:ViaService": "s3.%s.amazonaws.com"}}}]}\
                """.formatted(accountId, region));
        KmsKey first = aliases.putIfAbsent(alias, key);
        return first == null ? key : first;
    }

    /**
     * @param action such as {@code kms:Decrypt}
     * @param objectArn the encryption context that S3 gives
     * @throws AwsError as S3 passes it on
     */
    public void require(@NonNull Caller caller, @NonNull String action, @NonNull KmsKey key, @NonNull String objectArn)
            throws AwsError {
        if (key.isPendingDeletion()) {
            throw AwsError.badRequest("KMS.KMSInvalidStateException", key.arn() + " is pending deletion.");
        }
        if (!key.enabled()) {
            throw AwsError.badRequest("KMS.DisabledException", key.arn() + " is disabled.");
        }
        Map<String, String> context = Map.of(
                "kms:ViaService",
                "s3." + key.region() + ".amazonaws.com",
                "kms:CallerAccount",
                caller.accountId(),
                "kms:EncryptionContext:aws:s3:arn",
                objectArn);
        Decision decision = iam.decide(
                caller, action, key.arn(), key.accountId(), key.policy().get(), true, context);
        if (!decision.allowed()) {
            throw AwsError.accessDenied("User: " + caller.arn() + " is not authorized to perform: " + action
                    + " on resource: " + key.arn() + " " + decision.reason());
        }
    }
}
