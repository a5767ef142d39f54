package io.jenkins.plugins.codedeploy.simulator;

import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** AWS' own clients, pointed at the simulated AWS. */
public final class Clients {
    private final SimulatedAws aws;

    public Clients(SimulatedAws aws) {
        this.aws = aws;
    }

    public static AwsCredentialsProvider provider(Credential credential) {
        return StaticCredentialsProvider.create(
                credential.sessionToken() == null
                        ? AwsBasicCredentials.create(credential.accessKeyId(), credential.secretAccessKey())
                        : AwsSessionCredentials.create(
                                credential.accessKeyId(), credential.secretAccessKey(), credential.sessionToken()));
    }

    public static AwsCredentialsProvider provider(Credentials session) {
        return StaticCredentialsProvider.create(
                AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), session.sessionToken()));
    }

    public AwsCredentialsProvider jenkins() {
        return provider(aws.seed().jenkins());
    }

    /** Somebody of the target account with every right there. */
    public AwsCredentialsProvider administrator(String accountId) throws Exception {
        String arn = "arn:aws:iam::" + accountId + ":user/admin";
        if (aws.iam().find(arn) == null) {
            aws.iam().createUser(accountId, "admin");
            aws.iam().attach(arn, "AdministratorAccess");
        }
        return provider(aws.iam().createAccessKey(arn));
    }

    public static AwsCredentialsProvider nobody() {
        return AnonymousCredentialsProvider.create();
    }

    public S3Client s3(AwsCredentialsProvider who) {
        return s3(who, aws.region());
    }

    public S3Client s3(AwsCredentialsProvider who, String region) {
        return builder(who, region).build();
    }

    /** Sends no checksum that it was not asked for. */
    public S3Client s3WithoutChecksums(AwsCredentialsProvider who) {
        return builder(who, aws.region())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    private S3ClientBuilder builder(AwsCredentialsProvider who, String region) {
        return S3Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(region))
                .credentialsProvider(who)
                .forcePathStyle(true)
                .overrideConfiguration(o -> o.retryStrategy(RetryMode.STANDARD));
    }

    public S3Presigner presigner(AwsCredentialsProvider who) {
        return S3Presigner.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .credentialsProvider(who)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    public StsClient sts(AwsCredentialsProvider who) {
        return StsClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.of(aws.region()))
                .credentialsProvider(who)
                .build();
    }

    /** A session of the seeded cross-account role. */
    public AwsCredentialsProvider deployer() {
        try (StsClient sts = sts(jenkins())) {
            return provider(sts.assumeRole(AssumeRoleRequest.builder()
                            .roleArn(aws.seed().roleArn())
                            .roleSessionName("test")
                            .externalId(aws.seed().externalId())
                            .build())
                    .credentials());
        }
    }

    /** {@code status code: message}. */
    public static String words(AwsServiceException e) {
        return e.statusCode() + " " + e.awsErrorDetails().errorCode() + ": "
                + e.awsErrorDetails().errorMessage();
    }
}
