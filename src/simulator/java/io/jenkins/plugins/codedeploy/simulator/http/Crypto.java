package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The few primitives that SigV4 is made of. */
public final class Crypto {
    private Crypto() {}

    /** @param algorithm one that every JDK has */
    @NonNull
    public static MessageDigest digest(@NonNull String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @NonNull
    public static String hex(@NonNull byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @NonNull
    static String sha256(@NonNull byte[] bytes) {
        return hex(digest("SHA-256").digest(bytes));
    }

    /** Of the text's UTF-8 bytes, in hexadecimal digits. */
    @NonNull
    public static String sha256(@NonNull String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    @NonNull
    static byte[] hmac(@NonNull byte[] key, @NonNull String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In constant time. */
    static boolean same(@NonNull String one, @NonNull String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
