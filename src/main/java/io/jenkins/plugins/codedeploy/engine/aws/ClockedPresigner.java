package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.signer.Presigner;
import software.amazon.awssdk.core.signer.Signer;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/**
 * Presigns by AWS's clock: the SDK's presigner takes the machine's, and nobody tries again for it when S3 finds that
 * off. Works for what is sent later by others, whose body nobody has seen.
 *
 * <p>The SDK's presigner takes a signer of one's own only by these deprecated interfaces.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html">Query parameters</a>
 */
@SuppressWarnings("deprecation")
public final class ClockedPresigner implements Signer, Presigner {
    private final Clock clock;

    public ClockedPresigner(@NonNull Clock clock) {
        this.clock = clock;
    }

    @Override
    public SdkHttpFullRequest presign(SdkHttpFullRequest request, ExecutionAttributes attributes) {
        Duration lifetime = Duration.between(
                attributes
                        .getAttribute(AwsSignerExecutionAttribute.SIGNING_CLOCK)
                        .instant(),
                attributes.getAttribute(AwsSignerExecutionAttribute.PRESIGNER_EXPIRATION));
        return (SdkHttpFullRequest) AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(attributes.getAttribute(AwsSignerExecutionAttribute.AWS_CREDENTIALS))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(clock.instant(), ZoneOffset.UTC))
                        .putProperty(
                                AwsV4HttpSigner.SERVICE_SIGNING_NAME,
                                attributes.getAttribute(AwsSignerExecutionAttribute.SERVICE_SIGNING_NAME))
                        .putProperty(
                                AwsV4HttpSigner.REGION_NAME,
                                attributes
                                        .getAttribute(AwsSignerExecutionAttribute.SIGNING_REGION)
                                        .id())
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
    }

    /** Only presigns. */
    @Override
    public SdkHttpFullRequest sign(SdkHttpFullRequest request, ExecutionAttributes attributes) {
        throw new UnsupportedOperationException();
    }
}
