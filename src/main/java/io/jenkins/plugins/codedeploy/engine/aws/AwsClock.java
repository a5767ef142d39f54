package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * One endpoint's own time, learnt from its answers: a controller's clock may be off by minutes. Its calls are signed by
 * this clock. The SDK's own correction holds for the whole process, so it is kept from seeing what an endpoint says.
 */
public final class AwsClock implements ExecutionInterceptor {
    /** A Date has whole seconds: within this, our own clock knows better. */
    private static final Duration COARSE = Duration.ofSeconds(2);

    private final Clock local;
    private volatile Duration ahead = Duration.ZERO;

    public AwsClock(Clock local) {
        this.local = local;
    }

    /** Now, as AWS sees it: to a second or two. */
    @NonNull
    public Instant now() {
        return local.instant().plus(ahead);
    }

    /** The same as a {@link Clock}, in UTC. */
    @NonNull
    public Clock asClock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now();
            }
        };
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        context.httpResponse().firstMatchingHeader("Date").ifPresent(this::learn);
    }

    /** The SDK has no other way to sign by a clock of one's own. */
    @Override
    @SuppressWarnings("deprecation")
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        attributes.putAttribute(AwsSignerExecutionAttribute.SIGNING_CLOCK, asClock());
        return context.httpRequest();
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.httpResponse().toBuilder().removeHeader("Date").build();
    }

    private void learn(String date) {
        try {
            Duration difference =
                    Duration.between(local.instant(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
            ahead = difference.abs().compareTo(COARSE) <= 0 ? Duration.ZERO : difference;
        } catch (DateTimeException e) {
            // an answer of some proxy: what was learnt before stands
        }
    }
}
