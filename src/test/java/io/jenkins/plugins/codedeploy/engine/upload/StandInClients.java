package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import java.time.Clock;
import java.time.Instant;
import java.util.function.IntFunction;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signs with made-up sessions, one after the other; cannot call anything. */
final class StandInClients implements BucketClients {
    int renewals;
    private final Clock clock;
    private final IntFunction<Instant> ends;
    private final S3Presigner presigner = S3Presigner.builder()
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(this::credentials)
            .build();

    /** @param ends when the session ends that follows so many renewals */
    StandInClients(Clock clock, IntFunction<Instant> ends) {
        this.clock = clock;
        this.ends = ends;
    }

    private AwsCredentials credentials() {
        return AwsSessionCredentials.create("ASIA" + renewals, "secret", "token" + renewals);
    }

    @Override
    public S3Client s3() {
        throw new AssertionError("no call is to be made");
    }

    @Override
    public S3Presigner presigner() {
        return presigner;
    }

    @Override
    public Instant validUntil() {
        return ends.apply(renewals);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void renew() {
        renewals++;
    }

    @Override
    public String identity() {
        return "credential \"aws-dev\"";
    }

    @Override
    public TargetAccess access() {
        SourceIdentity source = new SourceIdentity(this::credentials, "aws-dev", identity());
        return TargetAccess.of(source, null, null, "eu-central-1");
    }
}
