package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Access to the bucket as its owner: with the stored credential, or in a role session. Asked anew for every call. */
public interface BucketClients {
    @NonNull
    S3Client s3();

    @NonNull
    S3Presigner presigner();

    /** When what {@link #presigner} signs now ends at the latest; {@link Instant#MAX} for credentials that do not end. */
    @NonNull
    Instant validUntil();

    /** AWS's own time, by which sessions end and signatures count. */
    @NonNull
    Clock clock();

    /** Drops a session that S3 has refused or that ends soon; the next call gets a fresh one. */
    void renew();

    /** Returns the calling identity for messages: a credential ID or a role ARN. */
    @NonNull
    String identity();

    /** How that identity was come by. */
    @NonNull
    TargetAccess access();

    /** ARN of the source identity, for explanations; asks STS. Null where that gives no answer. */
    @CheckForNull
    default String sourceArn() {
        return null;
    }
}
