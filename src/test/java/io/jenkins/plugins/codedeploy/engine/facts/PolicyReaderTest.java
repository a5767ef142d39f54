package io.jenkins.plugins.codedeploy.engine.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.facts.PolicyReader.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
    private static final String ROLE = "arn:aws:iam::222222222222:role/AppServers";
    private static final String OBJECT = "arn:aws:s3:::releases/CodeDeploy/shop/0.zip";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"*\"",
                "{\"AWS\": \"*\"}",
                "{\"AWS\": \"222222222222\"}",
                "{\"AWS\": [\"333333333333\", \"arn:aws:iam::222222222222:root\"]}",
                "{\"AWS\": \"arn:aws:iam::222222222222:role/AppServers\"}"
            })
    void grantsToTheRoleOrItsAccount(String principal) {
        assertEquals(Verdict.ALLOWED, read(allow(principal, "s3:Get*", "arn:aws:s3:::releases/*", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"AWS\": \"arn:aws:iam::222222222222:role/appservers\"}",
                "{\"AWS\": \"arn:aws:iam::222222222222:instance-profile/AppServers\"}",
                "{\"AWS\": \"arn:aws:iam::333333333333:root\"}",
                "{\"AWS\": \"AROAABCDEFGHIJKLMNOPQ\"}",
                "{\"Service\": \"codedeploy.amazonaws.com\"}"
            })
    void grantsToOthersAreNone(String principal) {
        assertEquals(Verdict.NOT_ALLOWED, read(allow(principal, "s3:Get*", "arn:aws:s3:::releases/*", "")));
    }

    @Test
    void saysWhichPartIsMissed() {
        String role = "{\"AWS\": \"" + ROLE + "\"}";
        assertTrue(why(allow(role, "s3:Get*", "arn:aws:s3:::releases", "")).contains("but not the objects"));
        assertTrue(why(allow(role, "s3:ListBucket", "*", "")).contains("does not allow s3:GetObject"));
        assertTrue(why(allow("{\"AWS\": \"AROAABCDEFGHIJKLMNOPQ\"}", "s3:*", "*", ""))
                .contains("deleted"));
        assertTrue(why(allow("{\"AWS\": \"arn:aws:iam::222222222222:instance-profile/x\"}", "s3:*", "*", ""))
                .contains("instance profile"));
    }

    @Test
    void denialsOutweighGrants() {
        String grant = allow("\"*\"", "s3:*", "*", "");
        assertEquals(Verdict.DENIED, read(grant, grant.replace("Allow", "Deny")));
    }

    @Test
    void theCommonDenialOfPlainHttpDeniesNothing() {
        String https = allow("\"*\"", "s3:*", "*", "{\"Bool\": {\"aws:SecureTransport\": \"false\"}}");
        assertEquals(Verdict.ALLOWED, read(allow("\"*\"", "s3:*", "*", ""), https.replace("Allow", "Deny")));
    }

    @Test
    void whatIsNotSurelyUnderstoodIsNeitherGrantedNorDenied() {
        String conditional = allow("\"*\"", "s3:*", "*", "{\"StringEquals\": {\"aws:SourceVpce\": \"vpce-1\"}}");
        assertEquals(Verdict.UNSURE, read(conditional));
        assertEquals(Verdict.UNSURE, read(allow("\"*\"", "s3:*", "*", ""), conditional.replace("Allow", "Deny")));
        assertEquals(Verdict.ALLOWED, read(allow("\"*\"", "s3:*", "*", ""), conditional));
        assertEquals(Verdict.UNSURE, read(allow("\"*\"", "s3:*", "arn:aws:s3:::releases/${aws:userid}/*", "")));
        assertEquals(
                Verdict.UNSURE,
                new PolicyReader("no JSON", ROLE, OBJECT).read("s3:GetObject").verdict());
    }

    private static Verdict read(String... statements) {
        return new PolicyReader(policy(statements), ROLE, OBJECT)
                .read("s3:GetObject")
                .verdict();
    }

    private static String why(String statement) {
        return new PolicyReader(policy(statement), ROLE, OBJECT)
                .read("s3:GetObject")
                .why()
                .toString();
    }

    private static String policy(String... statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(",", statements) + "]}";
    }

    private static String allow(String principal, String action, String resource, String condition) {
        return "{\"Effect\": \"Allow\", \"Principal\": " + principal + ", \"Action\": \"" + action
                + "\", \"Resource\": \"" + resource + "\""
                + (condition.isEmpty() ? "" : ", \"Condition\": " + condition) + "}";
    }
}
