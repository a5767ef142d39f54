package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codedeploy.engine.RoleArn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class ConsoleLinksTest {
    private static final SourceIdentity SOURCE =
            new SourceIdentity(AnonymousCredentialsProvider.create(), "test", "test");

    @ParameterizedTest
    @CsvSource({
        "aws,        eu-central-1,   console.aws.amazon.com",
        "aws-cn,     cn-north-1,     console.amazonaws.cn",
        "aws-us-gov, us-gov-west-1,  console.amazonaws-us-gov.com",
        "aws-eusc,   eusc-de-east-1, console.amazonaws-eusc.eu"
    })
    void eachPartitionHasItsOwnConsole(String partition, String region, String domain) {
        assertEquals(
                "https://" + region + "." + domain + "/codesuite/codedeploy/deployments/d-ABCDEFGHI?region=" + region,
                ConsoleLinks.deployment(partition, region, "d-ABCDEFGHI"));
        TargetAccess assumed =
                TargetAccess.of(SOURCE, RoleArn.parse("arn:" + partition + ":iam::222222222222:role/D"), null, region);
        assertEquals(partition, assumed.partition());
        assertEquals(
                partition, TargetAccess.of(SOURCE, null, null, region).partition(), "without a role, the region's");
    }
}
