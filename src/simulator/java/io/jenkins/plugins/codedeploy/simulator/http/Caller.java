package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;

/**
 * Who calls.
 *
 * @param arn as AWS says it: {@code arn:aws:iam::111111111111:user/jenkins},
 *     {@code arn:aws:sts::222222222222:assumed-role/Deploy/session}
 * @param userId the unique id of user or role; for a session with {@code :name} behind it
 * @param roleArn of the assumed role; null for others
 * @param tags of the session, and the role's or user's own
 * @param sourceIdentity null where none was set
 * @param sessionPolicy a document that narrows the session; null for none
 */
public record Caller(
        @NonNull Kind kind,
        @NonNull String accountId,
        @NonNull String arn,
        @NonNull String userId,
        @CheckForNull String roleArn,
        @NonNull Map<String, String> tags,
        @CheckForNull String sourceIdentity,
        @CheckForNull String sessionPolicy) {
    /** What sort of principal. */
    public enum Kind {
        ANONYMOUS,
        USER,
        ASSUMED_ROLE
    }

    /** An anonymous caller: the call is not signed. */
    public static final Caller ANONYMOUS =
            new Caller(Kind.ANONYMOUS, "anonymous", "*", "anonymous", null, Map.of(), null, null);

    /** The unique id of user or role, without a session's name. */
    @NonNull
    public String principalId() {
        int colon = userId.indexOf(':');
        return colon < 0 ? userId : userId.substring(0, colon);
    }
}
