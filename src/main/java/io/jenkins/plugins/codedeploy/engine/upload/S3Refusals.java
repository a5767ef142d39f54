package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.diagnosis.UploadDiagnosis;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says what S3 refused, to whom, and what would fix it. A bare "Access Denied" names none of it: our request does. */
final class S3Refusals {
    private final BucketClients clients;
    private final BucketTarget target;

    S3Refusals(BucketClients clients, BucketTarget target) {
        this.clients = clients;
        this.target = target;
    }

    /** @param action as IAM spells it */
    @NonNull
    EngineException explain(String action, String key, SdkException e) {
        Problem unreachable = Refusals.unreachable(target.region(), action, e);
        if (unreachable != null) {
            return new EngineException(unreachable, e);
        }
        if (!(e instanceof S3Exception answer)) {
            return e instanceof AwsServiceException || AwsErrors.isClientSide(e)
                    ? new EngineException(Refusals.explain(clients.access(), action, target.arn(key), e), e)
                    : new EngineException(
                            new Problem(
                                    Text.of("upload.unanswered", action, target.bucket()),
                                    Text.of("upload.said", UrlRedaction.withoutQuery(AwsErrors.message(e))),
                                    null),
                            e);
        }
        String message = UrlRedaction.withoutQuery(AwsErrors.message(e));
        String code = AwsErrors.code(e).isEmpty() ? "HTTP " + answer.statusCode() : AwsErrors.code(e);
        String elsewhere = BucketRegion.of(answer);
        return new EngineException(
                problem(action, key, answer.statusCode(), code, message, answer.requestId(), elsewhere), e);
    }

    /** What became of a part in the end. */
    @NonNull
    EngineException explain(String key, PartResult part) {
        String message = Objects.requireNonNullElse(part.message(), "");
        String code = Objects.requireNonNullElse(part.error(), "");
        if (part.status() == 0) {
            return new EngineException(new Problem(
                    Text.of("upload.part.unreachable", part.number(), target.bucket()),
                    Text.of("upload.said", message.isEmpty() ? code : code + ": " + message),
                    Text.of("upload.part.unreachable.fix")));
        }
        if (code.startsWith("HTTP ")) {
            // S3 gives every refusal of a PUT a code: some proxy's answer, or its login page
            return new EngineException(new Problem(
                    Text.of("upload.part.unreachable", part.number(), target.bucket()),
                    Text.of("aws.foreign", part.status()),
                    Text.of("upload.part.unreachable.fix")));
        }
        return new EngineException(problem("s3:PutObject", key, part.status(), code, message, part.requestId(), null));
    }

    /** An object that the caller has not put there lies under the key that it gave. */
    @NonNull
    EngineException foreignObject(String key) {
        return new EngineException(
                Problem.of(Text.of("upload.foreign", target.arn(key)), Text.of("upload.foreign.fix")));
    }

    /** What lies under the key cannot be compared with what was sent. */
    @NonNull
    EngineException unreadable(String key) {
        return new EngineException(Problem.of(Text.of("upload.unreadable", target.arn(key), clients.identity()))
                .with(UploadDiagnosis.mayNotRead(known(key))));
    }

    private Problem problem(
            String action,
            String key,
            int status,
            String code,
            String message,
            @CheckForNull String requestId,
            @CheckForNull String elsewhere) {
        Text said = requestId == null
                ? Text.of("upload.said.byS3.brief", code, message)
                : Text.of("upload.said.byS3", code, message, requestId);
        Problem ofSignature = Refusals.ofSignature(code, message, clients.identity(), said);
        if (ofSignature != null) {
            return ofSignature;
        }
        boolean refused = status == 403 || code.startsWith("AccessDenied");
        Text summary = refused
                ? Text.of("upload.refused", clients.identity(), action, target.arn(key))
                : Text.of("upload.failed", action, target.arn(key), clients.identity());
        String policy = message.contains("explicit deny in a resource-based policy") ? bucketPolicy() : null;
        return new Problem(summary, said, null)
                .with(UploadDiagnosis.of(
                        known(key), action, refused, code, message, elsewhere, target.expectedOwner(), policy));
    }

    private SetupValues known(String key) {
        return clients.access()
                .known()
                .with(Field.SOURCE, clients.sourceArn())
                .with(Field.BUCKET, target.bucket())
                .with(Field.BUCKET_REGION, target.region())
                .withKey(key)
                .with(Field.KMS_KEY, target.kmsKeyId())
                .withBucketInTarget(target.owner() == BucketOwner.TARGET);
    }

    /** What denies may have a condition that can be satisfied. Null where the policy may not be read. */
    @CheckForNull
    private String bucketPolicy() {
        try {
            return clients.s3()
                    .getBucketPolicy(r -> r.bucket(target.bucket()).expectedBucketOwner(target.expectedOwner()))
                    .policy();
        } catch (SdkException e) {
            return null;
        }
    }
}
