package io.jenkins.plugins.codedeploy.simulator.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final String HERE = "111111111111";
    private static final String THERE = "222222222222";
    private static final String ACTION = "s3:GetObject";
    private static final String ARN = "arn:aws:s3:::bucket/key";
    private static final String NO_IDENTITY = "because no identity-based policy allows the s3:GetObject action";
    private static final String NO_RESOURCE = "because no resource-based policy allows the s3:GetObject action";

    private final Iam iam = new Iam();
    private Caller user;
    private Entity role;
    private Caller session;

    @BeforeEach
    void create() throws Exception {
        user = iam.createAccessKey(iam.createUser(HERE, "jenkins").arn()).caller();
        role = iam.createRole(THERE, "Deploy", policy("Allow", "\"AWS\": \"" + HERE + "\"", "sts:AssumeRole", null));
        session = role.session("session", Map.of(), null, null);
    }

    /** One statement; principal and resource are left out where null. */
    private static String policy(String effect, String principal, String action, String resource) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"" + effect + "\""
                + (principal == null ? "" : ", \"Principal\": {" + principal + "}")
                + ", \"Action\": \"" + action + "\""
                + (resource == null ? "" : ", \"Resource\": \"" + resource + "\"")
                + "}]}";
    }

    private void allow(Caller caller) throws Exception {
        String arn = caller.roleArn() == null ? caller.arn() : caller.roleArn();
        iam.putPolicy(arn, "Read", policy("Allow", null, "s3:Get*", "arn:aws:s3:::bucket/*"));
    }

    private PolicyDocument bucketPolicy(String effect, String principal) throws Exception {
        return iam.parse(
                policy(effect, "\"AWS\": \"" + principal + "\"", "s3:*", "arn:aws:s3:::bucket/*"),
                PolicyDocument.Purpose.BUCKET);
    }

    private String decide(Caller caller, String owner, PolicyDocument policy) throws Exception {
        Decision decision = iam.decide(caller, ACTION, ARN, owner, policy, false, Map.of());
        return decision.allowed() ? "allowed" : decision.reason();
    }

    @Test
    void allowsWhatAnIdentityPolicyAllows() throws Exception {
        assertEquals(NO_IDENTITY, decide(user, HERE, null));
        allow(user);
        assertEquals("allowed", decide(user, HERE, null));
        assertEquals(
                "because no identity-based policy allows the s3:PutObject action",
                iam.decide(user, "s3:PutObject", ARN, HERE, null, false, Map.of())
                        .reason());
    }

    @Test
    void anExplicitDenyWins() throws Exception {
        allow(user);
        iam.putPolicy(user.arn(), "Deny", policy("Deny", null, "*", "*"));
        assertEquals("with an explicit deny in an identity-based policy", decide(user, HERE, null));
        iam.deletePolicy(user.arn(), "Deny");
        assertEquals(
                "with an explicit deny in a resource-based policy",
                decide(user, HERE, bucketPolicy("Deny", user.arn())));
    }

    @Test
    void aNamedUserNeedsNoPolicyOfItsOwnWithinTheAccount() throws Exception {
        assertEquals("allowed", decide(user, HERE, bucketPolicy("Allow", user.arn())));
    }

    @Test
    void anAccountAsPrincipalLeavesItToIdentityPolicies() throws Exception {
        PolicyDocument policy = bucketPolicy("Allow", HERE);
        assertEquals(NO_IDENTITY, decide(user, HERE, policy));
        allow(user);
        assertEquals("allowed", decide(user, HERE, policy));
    }

    @Test
    void acrossAccountsBothSidesMustAllow() throws Exception {
        PolicyDocument policy = bucketPolicy("Allow", role.arn());
        assertEquals(NO_IDENTITY, decide(session, HERE, policy));
        allow(session);
        assertEquals("allowed", decide(session, HERE, policy));
        assertEquals(NO_RESOURCE, decide(session, HERE, null));
        assertEquals(NO_RESOURCE, decide(session, HERE, bucketPolicy("Allow", user.arn())));
        assertEquals("allowed", decide(session, HERE, bucketPolicy("Allow", "arn:aws:iam::" + THERE + ":root")));
        assertEquals("allowed", decide(session, HERE, bucketPolicy("Allow", session.arn())));
        assertEquals("allowed", decide(session, HERE, bucketPolicy("Allow", "*")));
    }

    @Test
    void anotherSessionIsNotMeantByASessionsArn() throws Exception {
        allow(session);
        Caller other = role.session("other", Map.of(), null, null);
        assertEquals(NO_RESOURCE, decide(other, HERE, bucketPolicy("Allow", session.arn())));
    }

    @Test
    void aRoleMadeAgainIsNotThePrincipalThatThePolicyNamed() throws Exception {
        PolicyDocument policy = bucketPolicy("Allow", role.arn());
        allow(session);
        String uniqueId = role.id();
        assertTrue(iam.show(policy).contains(role.arn()));
        iam.delete(role.arn());
        assertEquals(NO_IDENTITY, decide(session, HERE, policy));
        Entity again = iam.createRole(THERE, "Deploy", policy("Allow", "\"AWS\": \"*\"", "sts:AssumeRole", null));
        Caller newSession = again.session("session", Map.of(), null, null);
        allow(newSession);
        assertEquals(NO_RESOURCE, decide(newSession, HERE, policy));
        assertEquals(NO_IDENTITY, decide(session, THERE, null));
        assertTrue(iam.show(policy).contains("\"" + uniqueId + "\""), iam.show(policy));
        assertEquals("allowed", decide(newSession, HERE, bucketPolicy("Allow", again.arn())));
    }

    @Test
    void refusesAPrincipalThatDoesNotExistOrIsAnInstanceProfile() throws Exception {
        String profile = iam.createInstanceProfile(THERE, "Deploy", role.arn());
        for (String principal : List.of("arn:aws:iam::" + THERE + ":role/Gone", profile, "somebody")) {
            AwsError error = assertThrows(AwsError.class, () -> bucketPolicy("Allow", principal));
            assertEquals("MalformedPolicy", error.code());
            assertEquals("Invalid principal in policy: \"AWS\":\"" + principal + "\"", error.getMessage());
        }
    }

    @Test
    void aSessionPolicyNarrowsTheRole() throws Exception {
        allow(session);
        Caller narrowed =
                role.session("s", Map.of(), null, policy("Allow", null, "s3:GetObject", "arn:aws:s3:::bucket/other"));
        assertEquals("because no session policy allows the s3:GetObject action", decide(narrowed, THERE, null));
        assertEquals(
                "because no session policy allows the s3:GetObject action",
                decide(narrowed, THERE, bucketPolicy("Allow", role.arn())));
        assertEquals("allowed", decide(narrowed, THERE, bucketPolicy("Allow", narrowed.arn())));
        Caller denied = role.session("s", Map.of(), null, policy("Deny", null, "s3:*", "*"));
        assertEquals("with an explicit deny in a session policy", decide(denied, THERE, null));
        Caller wide = role.session("s", Map.of(), null, policy("Allow", null, "*", "*"));
        assertEquals("allowed", decide(wide, THERE, null));
        iam.deletePolicy(role.arn(), "Read");
        assertEquals(NO_IDENTITY, decide(wide, THERE, null));
    }

    @Test
    void aBoundaryNarrowsTheRole() throws Exception {
        allow(session);
        iam.boundary(role.arn(), policy("Allow", null, "codedeploy:*", "*"));
        assertEquals("because no permissions boundary allows the s3:GetObject action", decide(session, THERE, null));
        assertEquals(
                "because no permissions boundary allows the s3:GetObject action",
                decide(session, THERE, bucketPolicy("Allow", role.arn())));
        iam.boundary(role.arn(), policy("Deny", null, "s3:*", "*"));
        assertEquals("with an explicit deny in a permissions boundary", decide(session, THERE, null));
        iam.boundary(role.arn(), null);
        assertEquals("allowed", decide(session, THERE, null));
    }

    @Test
    void aKeysPolicyDecidesAloneEvenWithinTheAccount() throws Exception {
        allow(session);
        PolicyDocument root = bucketPolicy("Allow", THERE);
        assertEquals(
                NO_RESOURCE,
                iam.decide(session, ACTION, ARN, THERE, null, true, Map.of()).reason());
        assertTrue(iam.decide(session, ACTION, ARN, THERE, root, true, Map.of()).allowed());
    }

    @Test
    void anybodyMeansStrangersToo() throws Exception {
        assertEquals("allowed", decide(Caller.ANONYMOUS, HERE, bucketPolicy("Allow", "*")));
        assertEquals(NO_RESOURCE, decide(Caller.ANONYMOUS, HERE, bucketPolicy("Allow", user.arn())));
    }

    @Test
    void understandsNotActionAndNotResource() throws Exception {
        iam.putPolicy(user.arn(), "P", """
                {"Statement": {"Effect": "Allow", "NotAction": ["s3:Put*"], "NotResource": "arn:aws:s3:::other/*"}}""");
        assertEquals("allowed", decide(user, HERE, null));
        assertEquals(
                "because no identity-based policy allows the s3:PutObject action",
                iam.decide(user, "s3:PutObject", ARN, HERE, null, false, Map.of())
                        .reason());
        assertEquals(
                NO_IDENTITY,
                iam.decide(user, ACTION, "arn:aws:s3:::other/key", HERE, null, false, Map.of())
                        .reason());
    }

    @Test
    void wildcardsKnowStarAndQuestionMark() throws Exception {
        iam.putPolicy(user.arn(), "P", policy("Allow", null, "S3:get?bject", "arn:aws:s3:::b*t/k?y"));
        assertEquals("allowed", decide(user, HERE, null));
        iam.putPolicy(user.arn(), "P", policy("Allow", null, "s3:Get?Object", "*"));
        assertEquals(NO_IDENTITY, decide(user, HERE, null));
        iam.putPolicy(user.arn(), "P", policy("Allow", null, "s3:GetObject", "arn:aws:s3:::BUCKET/*"));
        assertEquals(NO_IDENTITY, decide(user, HERE, null));
    }

    @Test
    void fillsInPolicyVariables() throws Exception {
        iam.putPolicy(user.arn(), "P", policy("Allow", null, "s3:*", "arn:aws:s3:::bucket/${aws:username}/*"));
        assertTrue(iam.decide(user, ACTION, "arn:aws:s3:::bucket/jenkins/a", HERE, null, false, Map.of())
                .allowed());
        assertEquals(NO_IDENTITY, decide(user, HERE, null));
        Caller tagged = role.session("s", Map.of("team", "k*"), null, null);
        iam.putPolicy(role.arn(), "P", policy("Allow", null, "s3:*", "arn:aws:s3:::bucket/${aws:PrincipalTag/team}"));
        assertEquals(NO_IDENTITY, decide(tagged, THERE, null));
        assertTrue(iam.decide(tagged, ACTION, "arn:aws:s3:::bucket/k*", THERE, null, false, Map.of())
                .allowed());
    }

    @Test
    void newDocumentsTakeTheirTime() throws Exception {
        iam.delay(Duration.ofDays(1));
        allow(user);
        assertEquals(NO_IDENTITY, decide(user, HERE, null));
        iam.delay(Duration.ZERO);
        Effective<String> value = new Effective<>("old");
        value.set("new", Duration.ofMillis(1));
        value.set("never", Duration.ofDays(1));
        Thread.sleep(5);
        assertEquals("new", value.get());
        assertEquals("never", value.latest());
    }

    @Test
    void refusesInAwsWords() {
        AwsError error = assertThrows(AwsError.class, () -> iam.require(user, ACTION, ARN, Map.of()));
        assertEquals("AccessDenied", error.code());
        assertEquals(
                "User: arn:aws:iam::111111111111:user/jenkins is not authorized to perform: s3:GetObject on resource:"
                        + " arn:aws:s3:::bucket/key because no identity-based policy allows the s3:GetObject action",
                error.getMessage());
    }

    @Test
    void servicesActAsRolesThatTrustThem() throws Exception {
        Entity instances = iam.createRole(
                THERE, "I", policy("Allow", "\"Service\": \"ec2.amazonaws.com\"", "sts:AssumeRole", null));
        Caller instance = iam.instanceCaller(instances.arn(), "i-0123");
        assertEquals("arn:aws:sts::222222222222:assumed-role/I/i-0123", instance.arn());
        AwsError error = assertThrows(
                AwsError.class, () -> iam.serviceCaller(instances.arn(), "codedeploy.amazonaws.com", "d-1"));
        assertEquals(
                "codedeploy.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: "
                        + "arn:aws:iam::222222222222:role/I",
                error.getMessage());
    }

    @Test
    void everyManagedPolicyIsWellFormed() throws Exception {
        for (String name : List.of(
                "AdministratorAccess",
                "AmazonEC2RoleforAWSCodeDeploy",
                "AmazonEC2RoleforAWSCodeDeployLimited",
                "AmazonS3FullAccess",
                "AmazonS3ReadOnlyAccess",
                "AWSCodeDeployDeployerAccess",
                "AWSCodeDeployFullAccess",
                "AWSCodeDeployReadOnlyAccess",
                "AWSCodeDeployRole",
                "AWSCodeDeployRoleForECS",
                "AWSCodeDeployRoleForLambda")) {
            iam.attach(role.arn(), name);
        }
        assertThrows(AwsError.class, () -> iam.attach(role.arn(), "NoSuchPolicy"));
    }

    @Test
    void theDeployersManagedPolicyNeitherStopsNorContinues() throws Exception {
        iam.attach(role.arn(), "AWSCodeDeployDeployerAccess");
        for (String allowed : List.of("CreateDeployment", "BatchGetDeployments", "ListDeploymentTargets")) {
            iam.require(session, "codedeploy:" + allowed, "arn:aws:codedeploy:eu-central-1:1:x", Map.of());
        }
        for (String denied : List.of("StopDeployment", "ContinueDeployment", "CreateApplication")) {
            assertThrows(AwsError.class, () -> iam.require(session, "codedeploy:" + denied, "*", Map.of()));
        }
    }
}
