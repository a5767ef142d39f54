package io.jenkins.plugins.codedeploy.credentials;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Tells identities apart. Two that share an id and even an access key id, but not the secret, differ: else a bogus
 * credential would see with the eyes of the true one. The keyed hash tells nothing of the secret and means nothing to
 * another process.
 */
public final class IdentityKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecretKey KEY = newKey();

    private IdentityKeys() {}

    @NonNull
    public static String of(@NonNull AWSCredentialsImpl keys) {
        return of(
                keys.getAccessKey(),
                Secret.toString(keys.getSecretKey()),
                keys.getIamRoleArn(),
                keys.getIamExternalId());
    }

    @NonNull
    public static String of(@NonNull String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(KEY);
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // lengths, so that no two lists of parts read the same
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                mac.update(bytes);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SecretKey newKey() {
        try {
            return KeyGenerator.getInstance(ALGORITHM).generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
