package io.jenkins.plugins.codedeploy.simulator.iam;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Random names in AWS' forms. */
public final class IamIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private IamIds() {}

    /** {@code prefix} and 16 or 17 further letters, 20 or 21 in all. */
    @NonNull
    static String unique(@NonNull String prefix, int more) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < more; i++) {
            id.append(BASE32.charAt(RANDOM.nextInt(BASE32.length())));
        }
        return id.toString();
    }

    /** URL-safe, of {@code bytes} random bytes. */
    @NonNull
    public static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** In hexadecimal digits, two for each byte. */
    @NonNull
    public static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** 40 characters. */
    @NonNull
    static String secret() {
        return random(30);
    }
}
