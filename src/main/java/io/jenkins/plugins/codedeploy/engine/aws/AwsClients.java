package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;

/** Makes every client of AWS: one HTTP client under all, time-outs, and retries where they are safe. */
public final class AwsClients implements AutoCloseable {
    /** Connections that the HTTP client should allow: calls without answers must not use them up for the others. */
    public static final int CONNECTIONS = 512;

    private final SdkHttpClient http;
    private final Clock local;
    private final Duration callTimeout;
    /** By endpoint: what one says teaches nothing about another. */
    private final Recent<String, AwsClock> clocks = new Recent<>();

    private final UsedRegions usedRegions = new UsedRegions();
    private final FormCalls formCalls = new FormCalls();
    private final CallThreads checkThreads = new CallThreads(task -> daemon(task, "codedeploy-preflight"));
    private final TenantPool checks = new TenantPool(checkThreads);
    private final Recent<Tenant, Semaphore> turns = new Recent<>();
    private final AnonymousRoles anonymous = new AnonymousRoles();
    /** One for all clients: each would otherwise keep up to five threads of its own for its time-outs. */
    private final ScheduledThreadPoolExecutor timeouts;

    /**
     * @param http closed with this; brings proxy and connection settings
     * @param callTimeout of one attempt of one call to STS or CodeDeploy; an answer after it counts as none. S3, which
     *     may take long over the completion of a large upload, has three times as long. All attempts together take
     *     at most twice as long as one may.
     */
    public AwsClients(@NonNull SdkHttpClient http, @NonNull Clock local, @NonNull Duration callTimeout) {
        this.http = http;
        this.callTimeout = callTimeout;
        this.local = local;
        timeouts = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "codedeploy-timeouts"));
        timeouts.setRemoveOnCancelPolicy(true);
    }

    /**
     * The clock of the endpoint that the service is asked at.
     *
     * @param bucketRegion for S3; null: the deployment's
     */
    @NonNull
    public AwsClock clock(
            @NonNull AwsService service, @NonNull TargetAccess access, @CheckForNull String bucketRegion) {
        return clocks.computeIfAbsent(service.endpoint(access, bucketRegion), endpoint -> new AwsClock(local));
    }

    /** CodeDeploy's, which stamps deployments. */
    @NonNull
    public AwsClock clock(@NonNull TargetAccess access) {
        return clock(AwsService.CODEDEPLOY, access, null);
    }

    /** Returns the Regions in which deployments were created. */
    @NonNull
    public UsedRegions usedRegions() {
        return usedRegions;
    }

    /** Returns the limiter of calls that forms make to AWS. */
    @NonNull
    public FormCalls formCalls() {
        return formCalls;
    }

    /** Returns the threads of all preflights: many at once share them, and a tenant without answers keeps few. */
    @NonNull
    public TenantPool checks() {
        return checks;
    }

    @NonNull
    public Duration callTimeout() {
        return callTimeout;
    }

    /**
     * Enters the target account.
     *
     * @param name of the session, as {@link SessionName} makes it
     * @param policy inline session policy: no session can do all that its role may
     * @return null where no role is to be assumed
     */
    @CheckForNull
    public RoleSession session(TargetAccess access, String name, @NonNull String policy) {
        return access.role() == null ? null : session(access, name, policy, false);
    }

    /**
     * Enters the target account on behalf of many: without session tags and source identity, which would name only
     * one of them, unless the trust policy insists.
     */
    @CheckForNull
    public RoleSession sharedSession(TargetAccess access, String name, @NonNull String policy) {
        return access.role() == null ? null : session(access, name, policy, true);
    }

    private RoleSession session(TargetAccess access, String name, String policy, boolean shared) {
        return session(Assumption.ofTarget(access, name, policy), access, name, shared);
    }

    private RoleSession session(Assumption assumption, TargetAccess access, String name, boolean shared) {
        return new RoleSession(
                () -> sts(access),
                assumption,
                access,
                name,
                clock(AwsService.STS, access, null)::now,
                shared,
                anonymous);
    }

    /**
     * The source identity's: stored ones, or those that its token gets. Where the token assumes the target's role itself,
     * those of a session that can only look.
     */
    @NonNull
    public AwsCredentialsProvider sourceCredentials(@NonNull TargetAccess access) {
        WebIdentity token = access.source().webIdentity();
        return token == null ? access.source().credentials() : token.session(() -> sourceSession(access, token));
    }

    private RoleSession sourceSession(TargetAccess access, WebIdentity token) {
        TargetAccess plain = TargetAccess.of(access.source(), access.role(), access.externalId(), access.region())
                .with(access.endpoints());
        return session(Assumption.ofSource(plain, token), plain, token.sessionName(), false);
    }

    /** ARN of the source identity, by a call that needs no right; null where STS gives no answer. */
    @CheckForNull
    public String sourceArn(TargetAccess access) {
        try (StsClient sts = sts(access)) {
            return sts.getCallerIdentity().arn();
        } catch (SdkException e) {
            return null;
        }
    }

    /** STS as the source identity sees it. */
    @NonNull
    public StsClient sts(TargetAccess access) {
        return built(
                StsClient.builder(),
                access,
                AwsService.STS,
                sourceCredentials(access),
                access.stsRegion(),
                Retries.STANDARD);
    }

    @NonNull
    public CodeDeployClient codeDeploy(TargetAccess access, AwsCredentialsProvider credentials, Retries retries) {
        return built(CodeDeployClient.builder(), access, AwsService.CODEDEPLOY, credentials, access.region(), retries);
    }

    /** @param region of the bucket */
    @NonNull
    public S3Client s3(TargetAccess access, AwsCredentialsProvider credentials, String region) {
        return built(
                S3Client.builder()
                        .serviceConfiguration(s3Configuration(access))
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED),
                access,
                AwsService.S3,
                credentials,
                region,
                Retries.STANDARD);
    }

    /** @param region of the bucket */
    @NonNull
    public S3Presigner presigner(TargetAccess access, AwsCredentialsProvider credentials, String region) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .serviceConfiguration(s3Configuration(access));
        if (access.endpoints().s3() != null) {
            builder.endpointOverride(access.endpoints().s3());
        }
        return builder.build();
    }

    @Override
    public void close() {
        checkThreads.shutdownNow();
        timeouts.shutdownNow();
        http.close();
    }

    /** An emulator or an interface endpoint has no host name for each bucket. */
    private static S3Configuration s3Configuration(TargetAccess access) {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(access.endpoints().s3() != null)
                .build();
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C built(
            B builder,
            TargetAccess access,
            AwsService service,
            AwsCredentialsProvider credentials,
            String region,
            Retries retries) {
        Duration attempt = service == AwsService.S3 ? callTimeout.multipliedBy(3) : callTimeout;
        builder.httpClient(new TenantHttpClient(http, turns(access)))
                .credentialsProvider(credentials)
                .region(Region.of(region))
                .overrideConfiguration(c -> c.addExecutionInterceptor(clock(service, access, region))
                        .apiCallAttemptTimeout(attempt)
                        .apiCallTimeout(attempt.multipliedBy(2))
                        .scheduledExecutorService(timeouts)
                        .retryStrategy(
                                retries == Retries.NONE
                                        ? AwsRetryStrategy.doNotRetry()
                                        : AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                                .retryOnException(AwsErrors::isTruncated)
                                                .retryOnException(AwsErrors::isSkewed)
                                                .build()));
        URI endpoint = service.given(access.endpoints());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private Semaphore turns(TargetAccess access) {
        return turns.computeIfAbsent(Tenant.of(access), t -> new Semaphore(TenantHttpClient.MOST_AT_ONCE, true));
    }
}
