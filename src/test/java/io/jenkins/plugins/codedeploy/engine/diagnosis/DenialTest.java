package io.jenkins.plugins.codedeploy.engine.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.diagnosis.Denial.By;
import org.junit.jupiter.api.Test;

class DenialTest {
    @Test
    void readsWhoMayNotDoWhatAndWhichPolicySaysSo() {
        Denial denial = Denial.read("User: arn:aws:sts::222222222222:assumed-role/Deployer/jenkins is not authorized to"
                + " perform: codedeploy:CreateDeployment on resource:"
                + " arn:aws:codedeploy:eu-central-1:222222222222:deploymentgroup:shop/production because no"
                + " identity-based policy allows the codedeploy:CreateDeployment action");
        assertEquals("arn:aws:iam::222222222222:role/Deployer", denial.principal());
        assertEquals("codedeploy:CreateDeployment", denial.action());
        assertEquals("arn:aws:codedeploy:eu-central-1:222222222222:deploymentgroup:shop/production", denial.resource());
        assertEquals(By.IDENTITY, denial.by());
        assertFalse(denial.explicit());
    }

    @Test
    void tellsDenialsFromMissingGrants() {
        Denial denial = Denial.read(
                "User: arn:aws:iam::111111111111:user/jenkins is not authorized to perform:"
                        + " s3:PutObject on resource: \"arn:aws:s3:::b/k.zip\" with an explicit deny in a resource-based policy");
        assertEquals("arn:aws:s3:::b/k.zip", denial.resource());
        assertEquals(By.RESOURCE, denial.by());
        assertTrue(denial.explicit());
    }

    @Test
    void readsEveryKindOfPolicy() {
        assertEquals(
                By.BOUNDARY,
                Denial.read("because no permissions boundary allows the s3:GetObject action")
                        .by());
        assertEquals(
                By.SESSION,
                Denial.read("because no session policy allows the s3:GetObject action")
                        .by());
        assertEquals(
                By.ORGANIZATION,
                Denial.read("with an explicit deny in a service control policy").by());
        assertEquals(
                By.ORGANIZATION,
                Denial.read("because no resource control policy allows the a:B action")
                        .by());
        assertEquals(
                By.ENDPOINT,
                Denial.read("because no VPC endpoint policy allows the s3:GetObject action")
                        .by());
    }

    @Test
    void bareRefusalsTellNothing() {
        for (String said : new String[] {null, "", "Access Denied"}) {
            assertTrue(Denial.read(said).isBare());
            assertNull(Denial.read(said).principal());
        }
    }

    /** The words come from the network: what does not look like an ARN is not taken for one. */
    @Test
    void takesNoArnThatIsNone() {
        Denial denial = Denial.read("User: arn:aws:iam::1:user/x\"}] is not authorized to perform: <b>");
        assertNull(denial.principal());
        assertNull(denial.action());
    }
}
