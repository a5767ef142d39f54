package io.jenkins.plugins.codedeploy.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SignInTest {
    private static final String PAGE =
            "https://eu-central-1.console.aws.amazon.com/codesuite/codedeploy/deployments/d-A1B2C3D4E?region=eu-central-1";

    @Test
    void leadsThroughTheAccessPortalToThePage() {
        SignIn signIn = new SignIn("aws", "222222222222", "https://acme.awsapps.com/start/", "Read Only", null);
        assertEquals(
                "https://acme.awsapps.com/start/#/console?account_id=222222222222&role_name=Read%20Only&destination="
                        + "https%3A%2F%2Feu-central-1.console.aws.amazon.com%2Fcodesuite%2Fcodedeploy%2Fdeployments%2F"
                        + "d-A1B2C3D4E%3Fregion%3Deu-central-1",
                signIn.link(PAGE));
    }

    @Test
    void switchesTheRoleWithoutAPortal() {
        assertEquals(
                "https://signin.aws.amazon.com/switchrole?account=222222222222&roleName=Reader&displayName=Prod%20EU",
                new SignIn("aws", "222222222222", null, "Reader", "Prod EU").link(PAGE));
    }

    @Test
    void knowsTheConsolesOfOtherPartitions() {
        assertEquals(
                "https://signin.amazonaws-us-gov.com/switchrole?account=222222222222&roleName=Reader",
                new SignIn("aws-us-gov", "222222222222", null, "Reader", null).link(PAGE));
        assertEquals(
                "https://signin.amazonaws.cn/switchrole?account=222222222222&roleName=Reader",
                new SignIn("aws-cn", "222222222222", null, "Reader", null).link(PAGE));
    }
}
