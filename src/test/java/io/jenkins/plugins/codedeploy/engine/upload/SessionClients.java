package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Sessions of the source account's user that end when the test says so. */
final class SessionClients implements BucketClients {
    int renewals;
    private final UploadBench bench;
    private final TargetAccess access;
    private final S3Client s3;
    private final S3Presigner presigner;
    private Credential current;

    SessionClients(UploadBench bench) {
        this.bench = bench;
        current = session(Duration.ofHours(1));
        access = new TargetAccess(
                new SourceIdentity(this::credentials, "aws-dev", identity()),
                null,
                null,
                TargetAccess.DEFAULT_SESSION,
                bench.aws.region(),
                bench.access.endpoints(),
                Map.of(),
                null);
        s3 = bench.clients.s3(access, this::credentials, bench.aws.region());
        presigner = bench.clients.presigner(access, this::credentials, bench.aws.region());
    }

    /** What is signed from now on was signed too late; nobody here knows. */
    void end() {
        current = session(Duration.ofSeconds(-1));
    }

    private Credential session(Duration left) {
        return bench.aws
                .iam()
                .createSession(
                        bench.aws.seed().jenkins().caller(), Instant.now().plus(left));
    }

    private AwsCredentials credentials() {
        return AwsSessionCredentials.create(current.accessKeyId(), current.secretAccessKey(), current.sessionToken());
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
        return Instant.now().plus(Duration.ofHours(1));
    }

    @Override
    public Clock clock() {
        return bench.clients.clock(AwsService.S3, access(), bench.aws.region()).asClock();
    }

    @Override
    public void renew() {
        renewals++;
        current = session(Duration.ofHours(1));
    }

    @Override
    public String identity() {
        return "credential \"aws-dev\"";
    }

    @Override
    public TargetAccess access() {
        return access;
    }
}
