package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A role session's name, by which CloudTrail and an access log tell which job acted.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole, RoleSessionName</a>
 */
public final class SessionName {
    private static final int LIMIT = 64;
    private static final int HASH = 8;

    private SessionName() {}

    /** At most 64 characters of {@code [\w+=,.@-]}; where something is cut or replaced, a hash keeps names apart. */
    @NonNull
    public static String of(@NonNull String job, @NonNull String build) {
        String wanted = "jenkins-" + job + (build.isEmpty() ? "" : "-" + build);
        String clean = wanted.replaceAll("[^A-Za-z0-9_+=,.@-]", "-");
        if (clean.equals(wanted) && clean.length() <= LIMIT) {
            return clean;
        }
        int kept = Math.min(clean.length(), LIMIT - HASH - 1);
        return clean.substring(0, kept) + "-" + hash(wanted);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
