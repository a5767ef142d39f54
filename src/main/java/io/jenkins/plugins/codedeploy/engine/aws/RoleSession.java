package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * An assumed role, renewed before it expires, with the source identity or token as it is then. It lives in memory alone.
 * The SDK's own providers have one fixed request: this one leaves tags and source identity out where they are refused,
 * shortens what role chaining limits, and renews on demand.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class RoleSession implements AwsCredentialsProvider {
    private static final Duration MOST_MARGIN = Duration.ofMinutes(5);
    /** AWS's cap where the caller is itself an assumed role. */
    private static final Duration CHAINED = Duration.ofHours(1);

    private final Supplier<StsClient> sts;
    private final Assumption assumption;
    private final TargetAccess access;
    private final String name;
    private final Supplier<Instant> now;
    private final boolean shared;
    private final AnonymousRoles anonymous;

    private Duration duration;
    /** With tags and source identity: each needs a right of its own in the trust policy. */
    private boolean attributed;

    private boolean otherwiseTried;
    private AwsSessionCredentials current;
    private Instant expires = Instant.MIN;
    private Instant renewAt = Instant.MIN;

    /**
     * @param sts a client for each call, which comes once an hour or so: it would weigh more than all the rest
     * @param now as AWS sees it
     * @param shared serves many: tags and source identity only where nothing else is accepted
     * @param anonymous known to accept neither
     */
    RoleSession(
            Supplier<StsClient> sts,
            Assumption assumption,
            TargetAccess access,
            String name,
            Supplier<Instant> now,
            boolean shared,
            AnonymousRoles anonymous) {
        this.sts = sts;
        this.assumption = assumption;
        this.access = access;
        this.name = name;
        this.now = now;
        this.shared = shared;
        this.anonymous = anonymous;
        duration = access.sessionDuration();
        boolean attributable = isAttributable();
        attributed = attributable && !shared && !anonymous.contains(access, now.get());
        otherwiseTried = !attributable;
    }

    /**
     * The session's credentials, valid for a while yet.
     *
     * @throws StsException when AWS refuses the role and no valid session is left
     */
    @Override
    public synchronized AwsCredentials resolveCredentials() {
        Instant asked = now.get();
        if (current == null || !asked.isBefore(renewAt)) {
            try {
                accept(assume(), asked);
            } catch (RuntimeException e) {
                Instant failed = now.get();
                if (current == null || !failed.isBefore(expires)) {
                    throw e;
                }
                // still good for a while: neither every call nor none of them tries again
                renewAt = failed.plus(Duration.between(failed, expires).dividedBy(4));
            }
        }
        return current;
    }

    /** Until when the present credentials hold, or {@link Instant#MIN} before the first. */
    @NonNull
    public synchronized Instant validUntil() {
        return expires;
    }

    /** How long sessions last: what was asked for, or less where AWS allows no more. */
    @NonNull
    public synchronized Duration duration() {
        return duration;
    }

    /** Discards the current credentials, for example after an error that a new session may resolve. */
    public synchronized void renew() {
        current = null;
    }

    @NonNull
    public String name() {
        return name;
    }

    private void accept(Credentials given, Instant asked) {
        current = AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        expires = given.expiration();
        Duration margin = Duration.between(asked, expires).dividedBy(5);
        renewAt = margin.isNegative()
                ? Instant.MIN
                : expires.minus(margin.compareTo(MOST_MARGIN) < 0 ? margin : MOST_MARGIN);
    }

    private Credentials assume() {
        try {
            return ask();
        } catch (StsException e) {
            if (AwsErrors.isChainingLimit(e) && duration.compareTo(CHAINED) > 0) {
                duration = CHAINED;
                return assume();
            }
            if (!otherwiseTried && AwsErrors.isAccessDenied(e)) {
                return assumeOtherwise(e);
            }
            throw e;
        }
    }

    private boolean isAttributable() {
        return access.directToken() == null && (!access.sessionTags().isEmpty() || access.sourceIdentity() != null);
    }

    /** Whether the session names nobody though it was to. Meaningful once there are credentials. */
    public synchronized boolean isAnonymous() {
        return !shared && !attributed && isAttributable();
    }

    private Credentials assumeOtherwise(StsException refusal) {
        otherwiseTried = true;
        attributed = !attributed;
        try {
            Credentials given = assume();
            if (attributed) {
                anonymous.remove(access);
            } else {
                anonymous.add(access, now.get());
            }
            return given;
        } catch (StsException again) {
            if (shared) {
                // what was refused without them tells more
                attributed = false;
                throw refusal;
            }
            throw again;
        }
    }

    private Credentials ask() {
        try (StsClient client = sts.get()) {
            Credentials given = assumption.assume(client, duration, attributed);
            if (given == null
                    || given.accessKeyId() == null
                    || given.secretAccessKey() == null
                    || given.expiration() == null) {
                throw SdkClientException.create(Text.of("aws.noSession").toString());
            }
            return given;
        }
    }
}
