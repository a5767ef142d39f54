package io.jenkins.plugins.codedeploy.engine.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final SetupValues VALUES = SetupValues.of("aws", "eu-central-1")
            .with(Field.SOURCE, "arn:aws:sts::111111111111:assumed-role/Jenkins/session")
            .with(Field.ROLE, "arn:aws:iam::222222222222:role/ci/Deployer")
            .with(Field.EXTERNAL_ID, "acme-1")
            .with(Field.APPLICATION, "shop")
            .with(Field.GROUP, "production")
            .with(Field.BUCKET, "releases")
            .with(Field.KEY_PREFIX, "CodeDeploy/shop")
            .with(Field.INSTANCE_ROLE, "arn:aws:iam::222222222222:role/AppServers");

    @Test
    void holdTheVeryDocuments() throws Exception {
        JsonNode source = json(Templates.source(VALUES)).path("Resources");
        JsonNode target = json(Templates.target(VALUES)).path("Resources");
        assertEquals(document(Kind.BUCKET_POLICY), source.at("/BucketPolicy/Properties/PolicyDocument"));
        assertEquals(document(Kind.SOURCE_POLICY), source.at("/SourcePolicy/Properties/PolicyDocument"));
        assertEquals(document(Kind.TRUST_POLICY), target.at("/CrossAccountRole/Properties/AssumeRolePolicyDocument"));
        assertEquals(document(Kind.ROLE_POLICY), target.at("/CrossAccountRole/Properties/Policies/0/PolicyDocument"));
        assertEquals(document(Kind.INSTANCE_ROLE_POLICY), target.at("/InstanceRolePolicy/Properties/PolicyDocument"));
    }

    @Test
    void rolesThatTokensAssumeAreMadeWithTheProviderOfTheTokens() throws Exception {
        SetupValues token = VALUES.with(Field.ISSUER, "https://jenkins.example.com/oidc")
                .with(Field.SUBJECT, "https://jenkins.example.com/job/shop/");
        JsonNode source = json(Templates.source(token)).path("Resources");
        JsonNode trust = source.at("/SourceRole/Properties/AssumeRolePolicyDocument/Statement/0");
        assertEquals(
                "arn:aws:iam::111111111111:oidc-provider/jenkins.example.com/oidc",
                trust.at("/Principal/Federated").asText());
        assertEquals(
                "https://jenkins.example.com/job/shop/",
                trust.path("Condition")
                        .path("StringEquals")
                        .path("jenkins.example.com/oidc:sub")
                        .asText());
        assertEquals(
                "sts.amazonaws.com",
                source.at("/IdentityProvider/Properties/ClientIdList/0").asText());
        assertFalse(source.has("SourcePolicy"), "in the role");
        assertFalse(json(Templates.target(token)).path("Resources").has("IdentityProvider"));

        SetupValues direct =
                token.with(Field.SOURCE, null).with(Field.EXTERNAL_ID, null).withBucketInTarget(true);
        JsonNode target = json(Templates.target(direct)).path("Resources");
        assertTrue(target.has("IdentityProvider"));
        assertEquals(
                "sts:AssumeRoleWithWebIdentity",
                target.at("/CrossAccountRole/Properties/AssumeRolePolicyDocument/Statement/0/Action")
                        .asText());
        assertFalse(new SetupFiles(List.of(direct)).contents().containsKey("source-account.template.json"));
    }

    @Test
    void tokensThatWouldLetEveryJobInAreRefused() {
        SetupValues token = VALUES.with(Field.ISSUER, "https://jenkins.example.com/oidc");
        for (String subject :
                List.of("*", "https://jenkins.example.com/*", "https://jenkins.example.com/job/*/job/*")) {
            assertRefused("oidcSubject", token.with(Field.SUBJECT, subject));
        }
        SetupValues named = token.with(Field.SUBJECT, "https://jenkins.example.com/job/shop/*");
        assertRefused("oidcIssuer", named.with(Field.ISSUER, "http://jenkins.example.com/oidc"));
        assertRefused("sourceArn", named.with(Field.SOURCE, "arn:aws:iam::111111111111:user/jenkins"));
        assertRefused("externalId", named.with(Field.SOURCE, null));
    }

    private static void assertRefused(String field, SetupValues values) {
        assertEquals(
                field,
                assertThrows(InvalidInputException.class, () -> Setup.documents(values))
                        .field());
    }

    @Test
    void namePathAndBoundaryOfTheRole() throws Exception {
        JsonNode role = json(Templates.target(VALUES)).at("/Resources/CrossAccountRole/Properties");
        assertEquals("Deployer", role.path("RoleName").asText());
        assertEquals("/ci/", role.path("Path").asText());
        assertEquals("HasBoundary", role.at("/PermissionsBoundary/Fn::If/0").asText());
        assertTrue(json(Templates.target(VALUES))
                .at("/Parameters/PermissionsBoundary")
                .isObject());
    }

    @Test
    void theBucketStandsInTheAccountThatOwnsIt() throws Exception {
        SetupValues inTarget = VALUES.withBucketInTarget(true);
        assertTrue(json(Templates.source(VALUES)).at("/Resources/Bucket").isObject());
        assertFalse(json(Templates.target(VALUES)).at("/Resources/Bucket").isObject());
        assertFalse(json(Templates.source(inTarget)).at("/Resources/Bucket").isObject());
        assertTrue(json(Templates.target(inTarget)).at("/Resources/Bucket").isObject());
    }

    @Test
    void aSessionOfARoleIsGrantedAsTheRole() {
        assertEquals("arn:aws:iam::111111111111:role/Jenkins", VALUES.get(Field.SOURCE));
    }

    /** Its ARN has no path, the role's has one always: what is not known is not made up. */
    @Test
    void aRoleOfIdentityCenterIsNotNamedWithoutItsPath() {
        SetupValues values = VALUES.with(
                Field.SOURCE, "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/alice");

        assertEquals(
                "arn:aws:iam::111111111111:role/ROLE_PATH/AWSReservedSSO_Admin_0123456789abcdef",
                values.get(Field.SOURCE));
    }

    @Test
    void theTrustPolicyAsksForAnExternalIdUnlessNoneIsWanted() {
        SetupValues none = VALUES.with(Field.EXTERNAL_ID, null);

        assertEquals("EXTERNAL_ID", externalId(none));
        assertEquals("", externalId(none.withoutExternalId(true)));
        assertEquals("acme-1", externalId(VALUES.withoutExternalId(true)));
    }

    private static String externalId(SetupValues values) {
        return Statements.sourceIsTrusted(values)
                .at("/Condition/StringEquals/sts:ExternalId")
                .asText();
    }

    /** As the simulated IAM reads it, too: a name never means more than itself. */
    @Test
    void namesStandForThemselves() {
        String policy = Setup.rolePolicy(VALUES.with(Field.APPLICATION, "sh*p").with(Field.GROUP, "we?"))
                .json();

        assertTrue(policy.contains(":deploymentgroup:sh${*}p/we${?}\""), policy);
        assertThrows(InvalidInputException.class, () -> Setup.documents(VALUES.with(Field.APPLICATION, "sam*ple x")));
        assertThrows(InvalidInputException.class, () -> Templates.target(VALUES.with(Field.SOURCE, "*")));
    }

    /** The guide's AmazonS3FullAccess is what this is instead of. */
    @Test
    void nothingIsGrantedOnEverythingButWhatAwsGivesNoResource() {
        for (SetupDocument document : Setup.documents(VALUES)) {
            for (JsonNode statement : document.document().path("Statement")) {
                if (statement.path("Effect").asText().equals("Deny")
                        || statement.path("Sid").asText().equals("FollowDeployments")) {
                    continue;
                }
                assertFalse(statement.path("Action").toString().contains("*"), document.json());
                assertFalse(statement.path("Resource").toString().equals("\"*\""), document.json());
            }
        }
    }

    @Test
    void whatIsNotKnownIsAPlaceholderAndNeverAWildcard() {
        List<SetupDocument> all =
                Setup.documents(SetupValues.of("aws-cn", "cn-north-1").with(Field.BUCKET, "releases"));
        String source = all.get(all.size() - 1).json();
        assertTrue(source.contains("arn:aws-cn:codedeploy:cn-north-1:ACCOUNT:deploymentgroup:APPLICATION/"), source);
    }

    private static JsonNode document(Kind kind) {
        return Setup.documents(VALUES).stream()
                .filter(d -> d.kind() == kind)
                .findFirst()
                .orElseThrow()
                .document();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
