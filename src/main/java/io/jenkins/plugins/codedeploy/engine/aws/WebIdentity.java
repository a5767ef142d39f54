package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import java.util.function.Supplier;

/**
 * An OpenID Connect token in place of a stored key. Keeps the session of the source account that it gets.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">
 *     AssumeRoleWithWebIdentity</a>
 */
public final class WebIdentity {
    /** The audience of tokens for AWS, by convention. */
    public static final String AUDIENCE = "sts.amazonaws.com";

    private final Supplier<String> token;
    private final RoleArn sourceRole;
    private final String sessionName;
    private RoleSession session;

    /**
     * @param token asked again for each session, so that none is older than it; throws an {@code SdkClientException} where
     *     there is none
     * @param sourceRole role of the source account that the token assumes, and that assumes the target's role; null
     *     where the token assumes the target's role itself
     * @param sessionName of the source role's sessions, as {@link SessionName} makes it
     */
    public WebIdentity(@NonNull Supplier<String> token, @CheckForNull RoleArn sourceRole, @NonNull String sessionName) {
        this.token = token;
        this.sourceRole = sourceRole;
        this.sessionName = sessionName;
    }

    /** Returns a token of this moment. */
    @NonNull
    public String token() {
        return token.get();
    }

    @CheckForNull
    public RoleArn sourceRole() {
        return sourceRole;
    }

    @NonNull
    String sessionName() {
        return sessionName;
    }

    @NonNull
    synchronized RoleSession session(@NonNull Supplier<RoleSession> first) {
        if (session == null) {
            session = first.get();
        }
        return session;
    }
}
