package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * By which a deployment is found again when CreateDeployment's answer was lost: the call takes no token, so its
 * description carries one.
 */
public final class Nonce {
    private static final int HEX = 20;
    static final int LENGTH = HEX + 6;

    private Nonce() {}

    /** The same for the same parts, so that a resumed step knows its own. */
    @NonNull
    public static String of(String... parts) {
        MessageDigest digest = Sha256.digest();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return "[xacd:" + HexFormat.of().formatHex(digest.digest()).substring(0, HEX - 1) + "]";
    }
}
