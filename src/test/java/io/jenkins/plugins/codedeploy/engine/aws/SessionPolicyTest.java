package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class SessionPolicyTest {
    private static final SourceIdentity SOURCE =
            new SourceIdentity(AnonymousCredentialsProvider.create(), "test", "test");
    /** Of an inline session policy, in characters. */
    private static final int LIMIT = 2048;

    @ParameterizedTest
    @CsvSource({
        "aws,        eu-central-1",
        "aws-cn,     cn-north-1",
        "aws-us-gov, us-gov-west-1",
        "aws-eusc,   eusc-de-east-1"
    })
    void namesResourcesInThePartitionOfTheRole(String partition, String region) {
        String policy = SessionPolicy.deployer(access(partition, region), "shop", "web", "revisions", "CodeDeploy/");

        assertTrue(policy.contains("arn:" + partition + ":codedeploy:" + region + ":222222222222:application:shop"));
        assertTrue(policy.contains(
                "arn:" + partition + ":codedeploy:" + region + ":222222222222:deploymentgroup:shop/web"));
        assertTrue(policy.contains("arn:" + partition + ":s3:::revisions/CodeDeploy/*"));
    }

    @Test
    void withoutABucketNothingOfS3IsAllowed() throws Exception {
        String policy = SessionPolicy.deployer(access("aws", "eu-central-1"), "shop", "web", null, "");

        assertFalse(policy.contains("s3:"), policy);
        assertFalse(policy.contains("kms:"), policy);
        for (JsonNode statement : new ObjectMapper().readTree(policy).get("Statement")) {
            assertEquals("Allow", statement.get("Effect").asText());
        }
    }

    @Test
    void anObserverMayChangeNothing() throws Exception {
        JsonNode document = new ObjectMapper().readTree(SessionPolicy.observer());

        assertEquals("2012-10-17", document.get("Version").asText());
        for (JsonNode statement : document.get("Statement")) {
            for (JsonNode action : statement.get("Action")) {
                assertTrue(action.asText().matches("codedeploy:(BatchGet|Get|List)\\*"), action.asText());
            }
        }
    }

    @Test
    void theLongestNamesFit() {
        String policy = SessionPolicy.deployer(
                access("aws-us-gov", "us-gov-west-1"),
                "a".repeat(100),
                "g".repeat(100),
                "b".repeat(63),
                "p".repeat(300));

        assertTrue(policy.length() <= LIMIT, policy.length() + " characters");
    }

    @Test
    void anUploaderWritesOnlyItsKeys() throws Exception {
        String policy = SessionPolicy.uploader(access("aws", "eu-central-1"), "revisions", "CodeDeploy/shop/*", null);
        JsonNode statements = new ObjectMapper().readTree(policy).path("Statement");
        assertEquals(
                "[\"arn:aws:s3:::revisions/CodeDeploy/shop/*\"]",
                statements.path(0).path("Resource").toString());
        assertEquals(
                "[\"arn:aws:s3:::revisions\"]",
                statements.path(1).path("Resource").toString());
        assertFalse(policy.contains("s3:*") || policy.contains("Delete"), policy);
        String key = "arn:aws:kms:eu-central-1:111111111111:key/1";
        assertTrue(SessionPolicy.uploader(access("aws", "eu-central-1"), "revisions", "*", key)
                .contains(key));
    }

    private static TargetAccess access(String partition, String region) {
        return TargetAccess.of(
                SOURCE, RoleArn.parse("arn:" + partition + ":iam::222222222222:role/Deploy"), null, region);
    }
}
