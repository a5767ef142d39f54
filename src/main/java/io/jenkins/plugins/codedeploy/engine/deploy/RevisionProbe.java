package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Denial;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Remedies;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.BucketRegion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads the beginning of a revision's object before CreateDeployment: the agent stops the application before it downloads,
 * so that a mistyped revision would stop what runs. Asks as the source identity, then as the role.
 */
final class RevisionProbe {
    private static final Set<String> MISSING = Set.of("NoSuchKey", "NoSuchBucket", "NoSuchVersion", "MethodNotAllowed");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int BEGINNING = 512;
    private static final int MOST_KEYS = 200;

    /**
     * @param failure why the deployment would fail for certain; null where nothing is certain
     * @param note what could not be checked; null where all was
     */
    record Result(
            @CheckForNull Problem failure, @CheckForNull Text note) {
        static final Result GOOD = new Result(null, null);
    }

    private final AwsClients clients;
    private final TargetAccess access;
    private final String sessionName;
    private final SetupValues known;
    private final S3Revision revision;

    /** @param known with the revision's bucket and key */
    RevisionProbe(AwsClients clients, TargetAccess access, String sessionName, SetupValues known, S3Revision revision) {
        this.clients = clients;
        this.access = access;
        this.sessionName = sessionName;
        this.known = known;
        this.revision = revision;
    }

    @NonNull
    Result look() {
        try {
            return look(clients.sourceCredentials(access), false);
        } catch (SdkException e) {
            RoleSession role = clients.session(
                    access, sessionName, SessionPolicy.reader(access, revision.bucket(), revision.key()));
            if (role == null || !AwsErrors.isAccessDenied(e)) {
                return notSeen(e);
            }
            try {
                return look(role, true);
            } catch (SdkException again) {
                return notSeen(again);
            }
        }
    }

    private Result notSeen(SdkException e) {
        return new Result(
                null, Text.of("deploy.revision.notSeen", revision, UrlRedaction.withoutQuery(AwsErrors.message(e))));
    }

    /** @throws SdkException where the answer proves nothing */
    private Result look(AwsCredentialsProvider credentials, boolean asRole) {
        try (S3Client s3 = clients.s3(access, credentials, access.region())) {
            try {
                return judge(s3, asRole);
            } catch (S3Exception e) {
                Problem certain = certain(s3, e);
                if (certain == null) {
                    throw e;
                }
                return new Result(certain, null);
            }
        }
    }

    private Result judge(S3Client s3, boolean asRole) {
        byte[] beginning;
        GetObjectResponse answer;
        try (ResponseInputStream<GetObjectResponse> in = s3.getObject(r -> r.bucket(revision.bucket())
                .key(revision.key())
                .versionId(revision.versionId())
                .range("bytes=0-" + (BEGINNING - 1))
                .overrideConfiguration(c -> c.apiCallTimeout(LIMIT)))) {
            answer = in.response();
            beginning = in.readNBytes(BEGINNING);
            in.abort();
        } catch (IOException e) {
            return new Result(null, Text.of("deploy.revision.notSeen", revision, AwsErrors.message(e)));
        }
        String eTag = S3Revision.withoutQuotes(answer.eTag());
        String expected = revision.eTag();
        if (expected != null && eTag != null && !expected.equals(eTag)) {
            return failure(
                    Text.of("deploy.revision.eTag", object(), expected, eTag),
                    meant(revision.key(), revision.bundleType(), eTag));
        }
        String type = typeOf(beginning);
        if (type != null && !type.equals(revision.bundleType())) {
            return failure(
                    Text.of("deploy.revision.type", object(), type, revision.bundleType()),
                    meant(revision.key(), type, revision.eTag()));
        }
        return new InstanceReading(clients, access, known, revision).check(s3, asRole);
    }

    /** Only what two types can be told apart by for certain; null for anything else. */
    @CheckForNull
    private static String typeOf(byte[] beginning) {
        if (beginning.length >= 4 && beginning[0] == 'P' && beginning[1] == 'K' && beginning[2] == 3) {
            return "zip";
        }
        boolean gzip = beginning.length >= 2 && beginning[0] == 0x1f && beginning[1] == (byte) 0x8b;
        return gzip ? "tgz" : null;
    }

    @CheckForNull
    private Problem certain(S3Client s3, S3Exception e) {
        String elsewhere = BucketRegion.of(e);
        if (elsewhere != null && !elsewhere.equals(access.region())) {
            return new Problem(
                            Text.of("deploy.revision.region", revision.bucket(), elsewhere, access.region()),
                            null,
                            null)
                    .with(Advice.otherRegion(
                            known.with(Field.SOURCE, clients.sourceArn(access)).with(Field.BUCKET_REGION, elsewhere)));
        }
        String code = AwsErrors.code(e);
        String message = AwsErrors.message(e);
        if (code.equals("InvalidObjectState")) {
            return failure(Text.of("deploy.revision.archived", object())).failure();
        }
        if (code.equals("InvalidRange")) {
            return failure(Text.of("deploy.revision.empty", object())).failure();
        }
        boolean badVersion = revision.versionId() != null && code.equals("InvalidArgument");
        // Who may not list the bucket is refused that, not the object, where there is no such object.
        boolean unlisted = AwsErrors.isAccessDenied(e)
                && "s3:ListBucket".equals(Denial.read(message).action());
        if (!MISSING.contains(code) && !badVersion && !unlisted) {
            return null;
        }
        if (code.equals("NoSuchBucket")) {
            return failure(Text.of("deploy.revision.noBucket", revision.bucket()))
                    .failure();
        }
        if (isDeleted(e)) {
            return failure(Text.of("deploy.revision.deleted", object())).failure();
        }
        String nearest = code.equals("NoSuchKey") ? nearest(s3) : null;
        Text what = revision.versionId() == null
                ? Text.of(unlisted ? "deploy.revision.missing.unlisted" : "deploy.revision.missing", object())
                : Text.of("deploy.revision.missing.version", object(), revision.versionId());
        return nearest == null
                ? failure(what).failure()
                : failure(what, meant(nearest, "", null)).failure();
    }

    /** @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html">Delete markers</a> */
    private static boolean isDeleted(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details != null
                && details.sdkHttpResponse() != null
                && details.sdkHttpResponse()
                        .firstMatchingHeader("x-amz-delete-marker")
                        .isPresent();
    }

    /** Who is told that a key is missing may list the keys there are. */
    @CheckForNull
    private String nearest(S3Client s3) {
        String key = revision.key();
        try {
            List<String> keys = s3
                    .listObjectsV2(r -> r.bucket(revision.bucket())
                            .prefix(key.substring(0, key.lastIndexOf('/') + 1))
                            .maxKeys(MOST_KEYS)
                            .overrideConfiguration(c -> c.apiCallTimeout(LIMIT)))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .filter(found -> found.endsWith(key.substring(key.lastIndexOf('.') + 1)))
                    .toList();
            return ClosestMatch.of(key, keys);
        } catch (SdkException e) {
            return null;
        }
    }

    /** A revision that exists, for the one that is given. */
    private Remedy meant(String key, String type, @CheckForNull String eTag) {
        String version = key.equals(revision.key()) ? revision.versionId() : null;
        return Remedies.ask("revision", new S3Revision(revision.bucket(), key, type, version, eTag).toString());
    }

    private String object() {
        return "s3://" + revision.bucket() + "/" + revision.key();
    }

    private Result failure(Text what, Remedy... remedies) {
        return new Result(
                new Problem(what, null, Text.of("deploy.revision.fix"))
                        .with(
                                remedies.length == 0
                                        ? null
                                        : Guidance.ofCauses(Guidance.cause(Text.of("deploy.revision.fix"), remedies))),
                null);
    }
}
