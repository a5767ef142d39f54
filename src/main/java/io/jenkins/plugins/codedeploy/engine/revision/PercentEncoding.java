package io.jenkins.plugins.codedeploy.engine.revision;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** RFC 3986 escapes. Not {@code URLDecoder}: in a key a plus sign is a plus sign. */
public final class PercentEncoding {
    private static final String UNRESERVED = "-._~";

    private PercentEncoding() {}

    /** @param alsoPlain characters that stand for themselves beside RFC 3986's unreserved ones */
    public static String encode(String plain, String alsoPlain) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
            if (isAsciiAlphanumeric(b) || UNRESERVED.indexOf(b) >= 0 || alsoPlain.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    /** @throws InvalidInputException for the field, when an escape is broken or the bytes are not UTF-8 */
    public static String decode(String field, String encoded) {
        byte[] given = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                plain.write(given[i]);
                continue;
            }
            int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
            int low = i + 2 < given.length ? Character.digit(given[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new InvalidInputException(field, Text.of("revision.escape", encoded));
            }
            plain.write(high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(field, Text.of("revision.escape", encoded));
        }
    }

    private static boolean isAsciiAlphanumeric(byte b) {
        return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
    }
}
