package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Uploads as the account that owns the bucket. */
public final class AccountClients implements BucketClients, AutoCloseable {
    private final AwsClients clients;
    private final TargetAccess access;
    private final RoleSession session;
    private final AwsCredentialsProvider credentials;
    private final S3Client s3;
    private final S3Presigner presigner;
    private final Clock clock;

    /** @param session of the target account; used only where that owns the bucket, and null where there is no role */
    public AccountClients(
            @NonNull AwsClients clients,
            @NonNull TargetAccess access,
            @CheckForNull RoleSession session,
            @NonNull BucketTarget target) {
        this.clients = clients;
        this.access = access;
        this.session = target.owner() == BucketOwner.TARGET ? session : null;
        credentials = this.session == null ? clients.sourceCredentials(access) : this.session;
        clock = clients.clock(AwsService.S3, access, target.region()).asClock();
        s3 = clients.s3(access, credentials, target.region());
        presigner = clients.presigner(access, credentials, target.region());
    }

    @Override
    public S3Client s3() {
        return s3;
    }

    @Override
    public S3Presigner presigner() {
        return presigner;
    }

    @Override
    public Instant validUntil() {
        Instant ownEnd = credentials.resolveCredentials().expirationTime().orElse(Instant.MAX);
        return session == null ? ownEnd : session.validUntil();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void renew() {
        if (session != null) {
            session.renew();
        }
    }

    @Override
    public String identity() {
        return session == null ? access.source().label() : access.actor();
    }

    @Override
    public TargetAccess access() {
        return access;
    }

    @Override
    public String sourceArn() {
        return clients.sourceArn(access);
    }

    /** Of what lies under these clients, nothing: that is {@link AwsClients}' own. */
    @Override
    public void close() {
        s3.close();
        presigner.close();
    }
}
