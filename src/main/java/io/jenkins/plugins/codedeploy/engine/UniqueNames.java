package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Spells names of jobs where AWS allows fewer characters, so that no two names are spelled alike: nobody takes another
 * job's identity or folder by giving a job a fitting name.
 */
public final class UniqueNames {
    private static final HexFormat HEX = HexFormat.of();

    private UniqueNames() {}

    /**
     * Writes each byte of what is not allowed as the mark and two hexadecimal digits.
     *
     * @param allowed ASCII characters beside letters and digits; without the mark, which is escaped too
     */
    @NonNull
    public static String escape(@NonNull String name, @NonNull String allowed, char mark) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (plain || c < 0x80 && c != mark && allowed.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append(mark).append(HEX.toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    /**
     * Cuts what is too long and ends it with mark, hyphen and hash. What {@link #escape} returns never has a hyphen
     * after its mark, so nothing that was short enough reads like that.
     *
     * @param escaped ASCII
     * @param most characters of the whole
     * @param hash hexadecimal digits of the hash, at most 64
     */
    @NonNull
    public static String limit(@NonNull String escaped, char mark, int most, int hash) {
        if (escaped.length() <= most) {
            return escaped;
        }
        return escaped.substring(0, most - hash - 2)
                + mark
                + '-'
                + Sha256.hex(escaped).substring(0, hash);
    }
}
