package io.jenkins.plugins.codedeploy.simulator.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;

/** An OpenID Connect issuer on a loopback port, with its discovery document and its keys. */
public final class TokenIssuer implements AutoCloseable {
    private static final String PATH = "/oidc";
    private static final int BITS = 2048;

    private final HttpServer server;
    private volatile JWK key;

    /** How tokens are signed. */
    public enum Algorithm {
        RS256,
        ES256
    }

    public TokenIssuer(@NonNull Algorithm algorithm) throws IOException {
        key = generate(algorithm);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                PATH + "/.well-known/openid-configuration",
                exchange -> answer(exchange, "{\"issuer\": \"" + url() + "\", \"jwks_uri\": \"" + url() + "/jwks\"}"));
        server.createContext(PATH + "/jwks", exchange -> answer(exchange, new JWKSet(key).toString(true)));
        server.start();
    }

    private static JWK generate(Algorithm algorithm) {
        String id = UUID.randomUUID().toString();
        try {
            return algorithm == Algorithm.RS256
                    ? new RSAKeyGenerator(BITS).keyID(id).generate()
                    : new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The issuer, as tokens have it. */
    @NonNull
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** The name that condition keys and ARNs have: the URL without its scheme. */
    @NonNull
    public String name() {
        return url().substring("http://".length());
    }

    /** Tokens that were signed before are not accepted any more. */
    public void rotate() {
        key = generate(key instanceof RSAKey ? Algorithm.RS256 : Algorithm.ES256);
    }

    /** A token for an hour from now. */
    @NonNull
    public String token(@NonNull String subject, @NonNull String audience) {
        return token(claims -> claims.subject(subject).audience(audience));
    }

    /** @param claims added to issuer, time of issue and an expiration an hour later, which it may replace */
    @NonNull
    public String token(@NonNull Consumer<JWTClaimsSet.Builder> claims) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder all = new JWTClaimsSet.Builder()
                .issuer(url())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
        claims.accept(all);
        JWK with = key;
        JWSAlgorithm algorithm = with instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(algorithm).keyID(with.getKeyID()).build(), all.build());
            jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(with, algorithm));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
