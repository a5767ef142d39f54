package io.jenkins.plugins.codedeploy.credentials;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.oidc_provider.IdTokenCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** ID token credentials, of both kinds that the plugin oidc-provider has. Without that plugin there are none. */
public final class IdTokens {
    private static final String PLUGIN = "oidc-provider";
    /** Of STS. */
    private static final int LONGEST_TOKEN = 20_000;

    private IdTokens() {}

    /** The type of credentials to look up; null without the plugin. */
    @CheckForNull
    public static Class<? extends StandardCredentials> type() {
        return Jenkins.get().getPlugin(PLUGIN) == null ? null : Optional.type();
    }

    /** Audience of the tokens; null where none is set. */
    @CheckForNull
    public static String audience(@NonNull StandardCredentials credential) {
        return Optional.audience(credential);
    }

    /** A new token: of the build that the credential was looked up for, if it was for one. */
    @NonNull
    public static String token(@NonNull StandardCredentials credential) {
        if (credential instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        if (credential instanceof FileCredentials file) {
            try (InputStream content = file.getContent()) {
                return new String(content.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalArgumentException(credential.getClass().getName());
    }

    /** Loaded only with the plugin. */
    private static final class Optional {
        static Class<? extends StandardCredentials> type() {
            return IdTokenCredentials.class;
        }

        static String audience(StandardCredentials credential) {
            return ((IdTokenCredentials) credential).getAudience();
        }
    }
}
