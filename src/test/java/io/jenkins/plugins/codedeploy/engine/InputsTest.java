package io.jenkins.plugins.codedeploy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::222222222222:role/Deploy, aws, 222222222222, /, Deploy",
        "arn:aws-cn:iam::222222222222:role/team/ci/Deploy, aws-cn, 222222222222, /team/ci/, Deploy",
        "' arn:aws-us-gov:iam::012345678901:role/a+b=c,d.e@f-g_h ', aws-us-gov, 012345678901, /, 'a+b=c,d.e@f-g_h'",
    })
    void readsRoleArns(String arn, String partition, String account, String path, String name) {
        RoleArn role = RoleArn.parse(arn);

        assertEquals(new RoleArn(partition, account, path, name), role);
        assertEquals(arn.strip(), role.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "Deploy, not a role ARN",
        "arn:aws:iam::222222222222:user/jenkins, not the ARN of a role",
        "arn:aws:iam::222222222222:instance-profile/web, not the ARN of a role",
        "arn:aws:sts::222222222222:assumed-role/Deploy/me, not the ARN of a role",
        "arn:aws:iam::22222222222:role/Deploy, 12 digits",
        "arn:aws:iam::222222222222:role/, not a role ARN",
        "arn:aws:iam::222222222222:role/a b, not a role ARN",
    })
    void refusesWhatIsNoRoleAndSaysWhy(String arn, String why) {
        assertInvalid("roleArn", why, () -> RoleArn.parse(arn));
    }

    @Test
    void refusesABlankRole() {
        assertInvalid("roleArn", "required", () -> RoleArn.parse(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-central-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "ap-southeast-12"})
    void takesRegionsAlsoNewOnes(String region) {
        assertEquals(region, Inputs.region("region", " " + region + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Frankfurt", "eu-central", "EU-CENTRAL-1", "eu_central_1", "eu-central-1a"})
    void refusesWhatIsNoRegion(String region) {
        assertInvalid("region", "eu-central-1", () -> Inputs.region("region", region));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "my.bucket-1", "0123456789"})
    void takesBucketNames(String name) {
        assertEquals(name, Inputs.bucket("bucket", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "My-Bucket", "a..b", "192.168.0.1", "-abc", "abc-", "under_score"})
    void refusesWhatIsNoBucketName(String name) {
        assertInvalid("bucket", "is not a valid bucket name", () -> Inputs.bucket("bucket", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://abc", "arn:aws:s3:::abc", "abc/prefix"})
    void saysThatABucketIsGivenByItsNameAlone(String name) {
        assertInvalid("bucket", "only the name", () -> Inputs.bucket("bucket", name));
    }

    @Test
    void bucketNamesHaveAtMost63Characters() {
        assertEquals("a".repeat(63), Inputs.bucket("bucket", "a".repeat(63)));
        assertInvalid("bucket", "3 to 63", () -> Inputs.bucket("bucket", "a".repeat(64)));
    }

    @Test
    void externalIdsAreOptionalAndBounded() {
        assertNull(Inputs.externalId("  "));
        assertEquals("team/7:prod", Inputs.externalId("team/7:prod"));
        assertInvalid("externalId", "2 to 1224", () -> Inputs.externalId("x"));
        assertInvalid("externalId", "2 to 1224", () -> Inputs.externalId("a b"));
        assertInvalid("externalId", "2 to 1224", () -> Inputs.externalId("a".repeat(1225)));
    }

    @Test
    void sessionsLast15MinutesTo12Hours() {
        assertEquals(Duration.ofMinutes(15), Inputs.sessionDuration(900));
        assertEquals(Duration.ofHours(12), Inputs.sessionDuration(43_200));
        assertInvalid("sessionDuration", "900 to 43200", () -> Inputs.sessionDuration(899));
        assertInvalid("sessionDuration", "900 to 43200", () -> Inputs.sessionDuration(43_201));
    }

    @Test
    void namesHaveAtMost100Characters() {
        assertEquals("shop", Inputs.name("application", " shop "));
        assertInvalid("application", "101", () -> Inputs.name("application", "a".repeat(101)));
        assertInvalid("deploymentGroup", "required", () -> Inputs.name("deploymentGroup", null));
    }

    @Test
    void deploymentIdsLookLikeAws() {
        assertEquals("d-A1B2C3D4E", Inputs.deploymentId("d-A1B2C3D4E"));
        assertInvalid("deploymentId", "d-A1B2C3D4E", () -> Inputs.deploymentId("1234"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "arn:aws:kms:eu-central-1:111111111111:alias/revisions",
                "1234abcd-12ab-34cd-56ef-1234567890ab",
                "alias/revisions"
            })
    void takesKmsKeys(String key) {
        assertEquals(key, Inputs.kmsKeyId(key));
    }

    @Test
    void theManagedKeyIsRefusedWithItsReason() {
        assertNull(Inputs.kmsKeyId(""));
        assertInvalid("kmsKeyId", "another account", () -> Inputs.kmsKeyId("alias/aws/s3"));
        assertInvalid("kmsKeyId", "does not identify a KMS key", () -> Inputs.kmsKeyId("my key"));
    }

    private static void assertInvalid(String field, String why, Executable input) {
        InvalidInputException e = assertThrows(InvalidInputException.class, input);
        assertEquals(field, e.field());
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().startsWith(field + ": "), e.getMessage());
    }
}
