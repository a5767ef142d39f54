package io.jenkins.plugins.codedeploy.simulator.sts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.iam.IdentityProviders;
import io.jenkins.plugins.codedeploy.simulator.iam.IdentityProviders.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/**
 * Verifies id tokens against the issuer's own keys, which are read anew each time.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">The API</a>
 */
final class IdTokens {
    private static final Set<String> ALGORITHMS = Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final IdentityProviders providers;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    IdTokens(IdentityProviders providers, Clock clock) {
        this.providers = providers;
        this.clock = clock;
    }

    /** A token that its issuer signed for an audience of the account's provider. */
    record Verified(Provider provider, JWTClaimsSet claims) {}

    @NonNull
    Verified verify(String token, String accountId) throws AwsError {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            String issuer = String.valueOf(claims.getIssuer());
            Provider provider = providers.find(accountId, issuer);
            if (provider == null) {
                throw invalid("No OpenIDConnect provider found in your account for " + issuer);
            }
            if (claims.getAudience().stream().noneMatch(provider.clientIds()::contains)) {
                throw invalid("Incorrect token audience");
            }
            checkTimes(claims);
            checkSignature(jwt, issuer);
            return new Verified(provider, claims);
        } catch (ParseException e) {
            throw invalid(
                    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        }
    }

    private void checkTimes(JWTClaimsSet claims) throws AwsError {
        Instant now = clock.instant();
        Date expiration = claims.getExpirationTime();
        if (claims.getSubject() == null || expiration == null || claims.getIssueTime() == null) {
            throw invalid("Missing a required claim: sub, exp or iat");
        }
        if (!now.isBefore(expiration.toInstant())) {
            throw AwsError.badRequest(
                    "ExpiredTokenException",
                    "Token expired: current date/time " + now.getEpochSecond()
                            + " must be before the expiration date/time "
                            + expiration.toInstant().getEpochSecond());
        }
        Date begin = claims.getNotBeforeTime() == null ? claims.getIssueTime() : claims.getNotBeforeTime();
        if (begin.toInstant().isAfter(now.plus(Duration.ofMinutes(5)))) {
            throw invalid("Token is not yet valid");
        }
    }

    private void checkSignature(SignedJWT jwt, String issuer) throws AwsError {
        try {
            if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm().getName())) {
                throw invalid("Unsupported signature algorithm");
            }
            JWKMatcher matcher = JWKMatcher.forJWSHeader(jwt.getHeader());
            for (JWK key : new JWKSelector(matcher).select(keys(issuer))) {
                if (key instanceof AsymmetricJWK pair
                        && jwt.verify(new DefaultJWSVerifierFactory()
                                .createJWSVerifier(jwt.getHeader(), pair.toPublicKey()))) {
                    return;
                }
            }
        } catch (JOSEException e) {
            throw invalid("Unsupported signature algorithm");
        }
        throw unreadable();
    }

    private JWKSet keys(String issuer) throws AwsError {
        try {
            String configuration = read(URI.create(issuer + "/.well-known/openid-configuration"));
            String keys = JSON.readTree(configuration).path("jwks_uri").asText();
            return JWKSet.parse(read(URI.create(keys)));
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private String read(URI uri) throws IOException {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 || answer.body().length > MOST_BYTES) {
                throw new IOException(uri + " answers " + answer.statusCode());
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static AwsError unreadable() {
        return invalid("Couldn't retrieve verification key from your identity provider,  please reference"
                + " AssumeRoleWithWebIdentity documentation for requirements");
    }

    private static AwsError invalid(String message) {
        return AwsError.badRequest("InvalidIdentityToken", message);
    }
}
