package io.jenkins.plugins.codedeploy.simulator.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

class WebIdentityTest {
    private static final String AUDIENCE = "sts.amazonaws.com";
    private static final String SUBJECT = "https://jenkins.example.com/job/shop/";

    private SimulatedAws aws;
    private Clients clients;
    private StsClient sts;
    private TokenIssuer issuer;
    private String provider;
    private String role;

    @BeforeEach
    void start() throws Exception {
        aws = SimulatedAws.builder().start();
        clients = new Clients(aws);
        sts = clients.sts(AnonymousCredentialsProvider.create());
        issuer = new TokenIssuer(TokenIssuer.Algorithm.RS256);
        provider = provide(issuer);
        role = aws.iam()
                .createRole(Accounts.SOURCE, "Jenkins", trust(issuer, SUBJECT, ""))
                .arn();
    }

    @AfterEach
    void stop() throws Exception {
        sts.close();
        issuer.close();
        aws.close();
    }

    private String provide(TokenIssuer of) throws Exception {
        return aws.iam()
                .identityProviders()
                .create(Accounts.SOURCE, of.url(), List.of(AUDIENCE))
                .arn();
    }

    private static String trust(TokenIssuer of, String subject, String more) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                 "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"},
                 "Action": ["sts:AssumeRoleWithWebIdentity"%s],
                 "Condition": {"StringEquals": {"%s:aud": "%s"}, "StringLike": {"%s:sub": "%s"}}}]}
                """.formatted(Accounts.SOURCE, of.name(), more, of.name(), AUDIENCE, of.name(), subject);
    }

    private AssumeRoleWithWebIdentityResponse assume(
            String token, Consumer<AssumeRoleWithWebIdentityRequest.Builder> more) {
        return sts.assumeRoleWithWebIdentity(r -> {
            r.roleArn(role).roleSessionName("build-1").webIdentityToken(token);
            more.accept(r);
        });
    }

    private String refused(String token) {
        return Clients.words(assertThrows(StsException.class, () -> assume(token, r -> {})));
    }

    private String whoIs(Credentials given) {
        try (StsClient own = clients.sts(StaticCredentialsProvider.create(
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken())))) {
            return own.getCallerIdentity().arn();
        }
    }

    @ParameterizedTest
    @EnumSource(TokenIssuer.Algorithm.class)
    void tokenOfEachAlgorithmGetsASession(TokenIssuer.Algorithm algorithm) throws Exception {
        try (TokenIssuer other = new TokenIssuer(algorithm)) {
            String arn = provide(other);
            aws.iam().trust(role, trust(other, SUBJECT, ""));
            AssumeRoleWithWebIdentityResponse granted = assume(other.token(SUBJECT, AUDIENCE), r -> {});
            assertEquals(SUBJECT, granted.subjectFromWebIdentityToken());
            assertEquals(AUDIENCE, granted.audience());
            assertEquals(arn, granted.provider());
            assertEquals(
                    "arn:aws:sts::" + Accounts.SOURCE + ":assumed-role/Jenkins/build-1", whoIs(granted.credentials()));
        }
    }

    @Test
    void subjectOfAnotherJobIsDeniedWithoutAReason() {
        assertEquals(
                "403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
                refused(issuer.token("https://jenkins.example.com/job/other/", AUDIENCE)));
    }

    @Test
    void existenceOfARoleIsNotTold() {
        String before = refused(issuer.token("other", AUDIENCE));
        role += "2";
        assertEquals(before, refused(issuer.token(SUBJECT, AUDIENCE)));
    }

    @Test
    void otherAudienceIsRefused() {
        assertEquals("400 InvalidIdentityToken: Incorrect token audience", refused(issuer.token(SUBJECT, "vault")));
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        String token = issuer.token(c -> c.subject(SUBJECT).audience(List.of(AUDIENCE)));
        assertEquals(SUBJECT, assume(token, r -> {}).subjectFromWebIdentityToken());
    }

    @Test
    void issuerThatTheAccountDoesNotKnowIsRefused() throws Exception {
        aws.iam().identityProviders().delete(provider);
        assertEquals(
                "400 InvalidIdentityToken: No OpenIDConnect provider found in your account for " + issuer.url(),
                refused(issuer.token(SUBJECT, AUDIENCE)));
    }

    @Test
    void providerOfAnotherAccountDoesNotServe() throws Exception {
        aws.iam().identityProviders().delete(provider);
        aws.iam().identityProviders().create(Accounts.TARGET, issuer.url(), List.of(AUDIENCE));
        assertTrue(refused(issuer.token(SUBJECT, AUDIENCE)).contains("No OpenIDConnect provider found"));
    }

    @Test
    void expiredTokenIsRefused() {
        String old = issuer.token(c -> c.subject(SUBJECT)
                .audience(AUDIENCE)
                .issueTime(Date.from(Instant.now().minusSeconds(7200)))
                .expirationTime(Date.from(Instant.now().minusSeconds(3600))));
        assertTrue(refused(old).startsWith("400 ExpiredTokenException: Token expired"), refused(old));
    }

    @Test
    void tokenFromTheFutureIsRefused() {
        String early = issuer.token(c -> c.subject(SUBJECT)
                .audience(AUDIENCE)
                .issueTime(Date.from(Instant.now().plusSeconds(7200)))
                .expirationTime(Date.from(Instant.now().plusSeconds(9000))));
        assertTrue(refused(early).startsWith("400 InvalidIdentityToken"), refused(early));
    }

    @Test
    void keyThatWasRotatedIsNotFound() {
        String old = issuer.token(SUBJECT, AUDIENCE);
        issuer.rotate();
        assertTrue(refused(old).contains("Couldn't retrieve verification key"), refused(old));
        assertEquals(SUBJECT, assume(issuer.token(SUBJECT, AUDIENCE), r -> {}).subjectFromWebIdentityToken());
    }

    @Test
    void issuerThatCannotBeReachedIsNotTrusted() {
        String token = issuer.token(SUBJECT, AUDIENCE);
        issuer.close();
        assertTrue(refused(token).contains("Couldn't retrieve verification key"), refused(token));
    }

    /** Its claims are another job's, and its signature belongs to the old ones. */
    @Test
    void forgedClaimsAreRefused() throws Exception {
        String[] own =
                issuer.token("https://jenkins.example.com/job/other/", AUDIENCE).split("\\.");
        String[] wanted = issuer.token(SUBJECT, AUDIENCE).split("\\.");
        String forged = own[0] + "." + wanted[1] + "." + own[2];
        assertEquals(SUBJECT, SignedJWT.parse(forged).getJWTClaimsSet().getSubject());
        assertTrue(refused(forged).startsWith("400 InvalidIdentityToken"), refused(forged));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.y.z", "no token at all", "eyJhbGciOiJub25lIn0.e30."})
    void whatIsNoSignedTokenIsRefused(String token) {
        assertTrue(refused(token).startsWith("400 InvalidIdentityToken"), refused(token));
    }

    @Test
    void sessionPolicyNarrows() {
        String policy =
                "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\", \"Resource\": \"*\"}]}";
        assume(issuer.token(SUBJECT, AUDIENCE), r -> r.policy(policy));
        assertEquals(policy, aws.sts().sessions().get(0).policy());
    }

    @Test
    void tagsAndSourceIdentityOfTheTokenNeedRightsOfTheirOwn() throws Exception {
        String token = issuer.token(c -> c.subject(SUBJECT)
                .audience(AUDIENCE)
                .claim("https://aws.amazon.com/source_identity", "shop")
                .claim("https://aws.amazon.com/tags", Map.of("principal_tags", Map.of("job", List.of("shop")))));
        assertEquals("403 AccessDenied: Not authorized to perform sts:TagSession", refused(token));
        aws.iam().trust(role, trust(issuer, SUBJECT, ", \"sts:TagSession\""));
        assertEquals("403 AccessDenied: Not authorized to perform sts:SetSourceIdentity", refused(token));
        aws.iam().trust(role, trust(issuer, SUBJECT, ", \"sts:TagSession\", \"sts:SetSourceIdentity\""));
        assertEquals("shop", assume(token, r -> {}).sourceIdentity());
    }

    @Test
    void denyOfTheTrustPolicyAndOfResourceControlHold() throws Exception {
        String token = issuer.token(SUBJECT, AUDIENCE);
        String allowed = trust(issuer, SUBJECT, "");
        aws.iam()
                .trust(
                        role,
                        allowed.replace(
                                "[{\"Effect\"",
                                "[{\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"sts:*\"}, {\"Effect\""));
        assertTrue(refused(token).startsWith("403"), refused(token));
        aws.iam().trust(role, allowed);
        assume(token, r -> {});
        aws.iam().organization().resourceControl(Accounts.SOURCE, "NoTokens", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
                 "Action": "sts:AssumeRoleWithWebIdentity", "Resource": "*"}]}""");
        assertTrue(refused(token).startsWith("403"), refused(token));
    }

    @Test
    void otherCallsStillNeedASignature() {
        String words = Clients.words(assertThrows(StsException.class, () -> sts.getCallerIdentity()));
        assertTrue(words.startsWith("403 MissingAuthenticationToken"), words);
    }
}
