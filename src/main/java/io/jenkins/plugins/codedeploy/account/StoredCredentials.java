package io.jenkins.plugins.codedeploy.account;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.credentials.IdentityKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A stored credential, looked up again for each use: rotated, it is followed; deleted or withdrawn, it is gone. A
 * session that aws-credentials has opened with a role of its own is kept, since it would open one at every call.
 */
final class StoredCredentials implements AwsCredentialsProvider {
    private static final Duration MOST_MARGIN = Duration.ofMinutes(5);

    private final String id;
    private final Supplier<AmazonWebServicesCredentials> find;
    private final Clock clock;

    private AwsCredentials session;
    private String sessionOf;
    private Instant renewAt = Instant.MIN;

    StoredCredentials(@NonNull String id, @NonNull Supplier<AmazonWebServicesCredentials> find) {
        this(id, find, Clock.systemUTC());
    }

    StoredCredentials(@NonNull String id, @NonNull Supplier<AmazonWebServicesCredentials> find, @NonNull Clock clock) {
        this.id = id;
        this.find = find;
        this.clock = clock;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        AmazonWebServicesCredentials found = find.get();
        if (found == null) {
            throw unable(Messages.StoredIdentity_notFound(id));
        }
        String unfit = StoredIdentity.unfit(found);
        if (unfit != null) {
            throw unable(unfit);
        }
        String identity = found instanceof AWSCredentialsImpl keys ? IdentityKeys.of(keys) : found.getId();
        Instant now = clock.instant();
        if (session == null || !identity.equals(sessionOf) || !now.isBefore(renewAt)) {
            session = null;
            AwsCredentials fresh = found.resolveCredentials();
            if (fresh == null) {
                throw unable(Messages.StoredIdentity_blank(id));
            }
            Instant expires = expires(found, fresh, now);
            if (expires == null) {
                return fresh;
            }
            Duration margin = Duration.between(now, expires).dividedBy(5);
            renewAt = expires.minus(margin.compareTo(MOST_MARGIN) < 0 ? margin : MOST_MARGIN);
            sessionOf = identity;
            session = fresh;
        }
        return session;
    }

    /** Null where nobody says: then it is not kept. */
    @CheckForNull
    private static Instant expires(AmazonWebServicesCredentials found, AwsCredentials fresh, Instant now) {
        if (!(fresh instanceof AwsSessionCredentials session)) {
            return null;
        }
        return session.expirationTime()
                .orElse(found instanceof AWSCredentialsImpl keys ? now.plusSeconds(keys.getStsTokenDuration()) : null);
    }

    /** These very first words tell the engine that no call has left the controller. */
    static SdkClientException unable(String why) {
        return SdkClientException.create("Unable to load credentials: " + why);
    }
}
