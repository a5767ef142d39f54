package io.jenkins.plugins.codedeploy.credentials;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.SecurityRealm;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** With whose rights a build reads what belongs to other jobs. */
public final class BuildReader {
    private BuildReader() {}

    /**
     * Returns the build's own identity. A build that runs as Jenkins itself, which may read everything, reads as the user
     * who started it or, if that was not a user, as any authenticated user.
     */
    @NonNull
    public static Authentication of(@NonNull Run<?, ?> build) {
        Authentication acting = BuildIdentity.of(build);
        if (!acting.equals(ACL.SYSTEM2)) {
            return acting;
        }
        Cause.UserIdCause cause = build.getCause(Cause.UserIdCause.class);
        String id = cause == null ? null : cause.getUserId();
        User user = id == null ? null : User.getById(id, false);
        try {
            return user == null ? anybody() : user.impersonate2();
        } catch (UsernameNotFoundException e) {
            // the user was deleted since
            return anybody();
        }
    }

    private static Authentication anybody() {
        return new UsernamePasswordAuthenticationToken(
                "authenticated", "", List.of(SecurityRealm.AUTHENTICATED_AUTHORITY2));
    }
}
