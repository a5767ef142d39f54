package io.jenkins.plugins.codedeploy.engine.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What an id token says of itself, for explanations. Nothing is verified, and nothing of it lets anybody in: that is for
 * STS, which has the whole token.
 *
 * @param issuer URL; empty where the token has none
 * @param subject empty where the token has none
 * @param audience empty where the token has none
 * @param issuedAt null where the token does not say
 * @param expires null where the token does not say
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">JSON Web Token</a>
 */
public record TokenClaims(
        @NonNull String issuer,
        @NonNull String subject,
        @NonNull List<String> audience,
        @CheckForNull Instant issuedAt,
        @CheckForNull Instant expires) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** Of STS. */
    private static final int LONGEST_TOKEN = 20_000;

    private static final int LONGEST_CLAIM = 512;

    /** Returns null for what is not a JSON Web Token. */
    @CheckForNull
    public static TokenClaims of(@NonNull String token) {
        String[] parts = token.strip().split("\\.", -1);
        if (token.length() > LONGEST_TOKEN || parts.length != 3 || parts[2].isEmpty()) {
            return null;
        }
        try {
            JsonNode header = MAPPER.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
            if (!header.isObject() || !claims.isObject()) {
                return null;
            }
            return new TokenClaims(
                    text(claims.path("iss")),
                    text(claims.path("sub")),
                    audience(claims.path("aud")),
                    time(claims.path("iat")),
                    time(claims.path("exp")));
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static List<String> audience(JsonNode node) {
        List<String> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(one -> all.add(text(one)));
        } else {
            all.add(text(node));
        }
        all.removeIf(String::isEmpty);
        return List.copyOf(all);
    }

    private static String text(JsonNode node) {
        String text = node.isTextual() ? SingleLine.of(node.asText()) : "";
        return text.length() > LONGEST_CLAIM ? text.substring(0, LONGEST_CLAIM) : text;
    }

    @CheckForNull
    private static Instant time(JsonNode node) {
        return node.canConvertToLong() ? Instant.ofEpochSecond(node.asLong()) : null;
    }

    /** The name of the provider in ARNs and condition keys: the issuer without its scheme. */
    @NonNull
    public String providerName() {
        return issuer.replaceFirst("^https?://", "");
    }
}
