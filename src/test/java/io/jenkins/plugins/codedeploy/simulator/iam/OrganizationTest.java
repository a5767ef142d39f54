package io.jenkins.plugins.codedeploy.simulator.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganizationTest {
    private static final String SOURCE = "111111111111";
    private static final String TARGET = "222222222222";

    private final Iam iam = new Iam();
    private Caller caller;

    @BeforeEach
    void makeUser() throws Exception {
        String user = iam.createUser(SOURCE, "jenkins").arn();
        iam.putPolicy(user, "all", statement("Allow", "*", ""));
        caller = iam.createAccessKey(user).caller();
    }

    private static String statement(String effect, String action, String rest) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"" + effect + "\", \"Action\": \"" + action
                + "\", \"Resource\": \"*\"" + rest + "}}";
    }

    private String decide(String action) throws AwsError {
        Decision decision = iam.decide(caller, action, "arn:aws:s3:::b/k", SOURCE, null, false, Map.of());
        return decision.allowed() ? "allowed" : decision.reason();
    }

    @Test
    void aServiceControlPolicyDeniesInItsOwnName() throws Exception {
        iam.organization().serviceControl(SOURCE, "NoUploads", statement("Deny", "s3:PutObject", ""));
        assertEquals("with an explicit deny in a service control policy", decide("s3:PutObject"));
        assertEquals("allowed", decide("s3:GetObject"));
        iam.organization().serviceControl(SOURCE, "NoUploads", null);
        assertEquals("allowed", decide("s3:PutObject"));
    }

    @Test
    void withoutFullAccessAServiceControlPolicyHasToAllow() throws Exception {
        iam.organization().serviceControl(SOURCE, "Storage", statement("Allow", "s3:*", ""));
        iam.organization().serviceControl(SOURCE, Organization.FULL_ACCESS, null);
        assertEquals("allowed", decide("s3:PutObject"));
        assertEquals("because no service control policy allows the sts:AssumeRole action", decide("sts:AssumeRole"));
    }

    @Test
    void aServiceControlPolicyIsForTheCallersAccountAlone() throws Exception {
        iam.organization().serviceControl(TARGET, "Nothing", statement("Deny", "*", ""));
        assertEquals("allowed", decide("s3:PutObject"));
    }

    @Test
    void aResourceControlPolicyIsForTheResourcesOfSomeServices() throws Exception {
        String deny = statement("Deny", "*", ", \"Principal\": \"*\"");
        iam.organization().resourceControl(TARGET, "Nothing", deny);
        assertEquals("allowed", decide("s3:PutObject"));
        iam.organization().resourceControl(SOURCE, "Nothing", deny);
        assertEquals("with an explicit deny in a resource control policy", decide("s3:PutObject"));
        assertEquals("allowed", decide("codedeploy:CreateDeployment"));
    }

    @ParameterizedTest
    @CsvSource({
        "Bool, aws:SecureTransport, true, aws:SecureTransport, false",
        "StringEquals, aws:SourceVpce, vpce-1, aws:SourceVpce, vpce-1",
        "Bool, aws:MultiFactorAuthPresent, true, aws:MultiFactorAuthPresent, true",
        "IpAddress, aws:SourceIp, 192.0.2.0/24, aws:SourceIp, 192.0.2.7",
    })
    void aFactHoldsForTheCallerThatItIsToldOf(String operator, String key, String value, String fact, String told)
            throws Exception {
        boolean before = key.equals("aws:SecureTransport");
        iam.putPolicy(
                caller.arn(),
                "all",
                statement(
                        "Allow", "*", ", \"Condition\": {\"" + operator + "\": {\"" + key + "\": \"" + value + "\"}}"));
        assertEquals(before, decide("s3:PutObject").equals("allowed"));
        iam.facts().set(TARGET, fact, told);
        assertEquals(before, decide("s3:PutObject").equals("allowed"));
        iam.facts().set(caller.arn(), fact, told);
        assertEquals(!before, decide("s3:PutObject").equals("allowed"));
        iam.facts().set(caller.arn(), fact, null);
        assertEquals(before, decide("s3:PutObject").equals("allowed"));
    }

    @Test
    void anAccountInAnOrganizationHasItsId() throws Exception {
        iam.putPolicy(
                caller.arn(),
                "all",
                statement("Allow", "*", ", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-a1b2c3\"}}"));
        assertEquals("because no identity-based policy allows the s3:PutObject action", decide("s3:PutObject"));
        iam.organization().join(SOURCE, "o-a1b2c3");
        assertEquals("allowed", decide("s3:PutObject"));
    }

    @Test
    void anAddressThatIsNoneIsRefusedWhenItIsWritten() {
        AwsError error = assertThrows(
                AwsError.class,
                () -> iam.putPolicy(
                        caller.arn(),
                        "all",
                        statement(
                                "Allow", "*", ", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"localhost\"}}")));
        assertEquals("MalformedPolicyDocument", error.code());
    }
}
