package io.jenkins.plugins.codedeploy.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ApplicationDoesNotExistException;
import software.amazon.awssdk.services.codedeploy.model.CodeDeployException;

class SeamTest {
    private static CodeDeployClient client(URI endpoint, String key, String secret) {
        return CodeDeployClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
                .build();
    }

    @Test
    void aPluggedServiceAnswersSignedCallsAndRefusesInItsOwnWords() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder()
                .plug("codedeploy", sim -> request -> {
                    if (request.operation().equals("GetApplication")) {
                        throw AwsError.badRequest("ApplicationDoesNotExistException", "No such application");
                    }
                    sim.iam()
                            .require(
                                    request.caller(),
                                    "codedeploy:ListApplications",
                                    "arn:aws:codedeploy:eu-central-1:111111111111:*",
                                    Map.of());
                    return AwsResponse.json(Map.of("applications", new String[] {"app"}));
                })
                .start()) {
            String key = aws.seed().jenkins().accessKeyId();
            String secret = aws.seed().jenkins().secretAccessKey();
            try (CodeDeployClient codedeploy = client(aws.endpoint(), key, secret);
                    CodeDeployClient wrong = client(aws.endpoint(), key, "wrong");
                    CodeDeployClient unknown = client(aws.endpoint(), "AKIAUNKNOWN", "wrong")) {
                assertThrows(
                        ApplicationDoesNotExistException.class,
                        () -> codedeploy.getApplication(r -> r.applicationName("x")));
                CodeDeployException denied = assertThrows(CodeDeployException.class, codedeploy::listApplications);
                assertEquals(
                        "User: arn:aws:iam::111111111111:user/jenkins is not authorized to perform:"
                                + " codedeploy:ListApplications on resource:"
                                + " arn:aws:codedeploy:eu-central-1:111111111111:* because no identity-based policy"
                                + " allows the codedeploy:ListApplications action",
                        denied.awsErrorDetails().errorMessage());
                assertEquals("AccessDeniedException", denied.awsErrorDetails().errorCode());
                aws.iam().attach(aws.seed().jenkins().caller().arn(), "AWSCodeDeployDeployerAccess");
                assertEquals("app", codedeploy.listApplications().applications().get(0));
                CodeDeployException badSignature = assertThrows(CodeDeployException.class, wrong::listApplications);
                assertEquals(
                        "InvalidSignatureException",
                        badSignature.awsErrorDetails().errorCode());
                CodeDeployException badKey = assertThrows(CodeDeployException.class, unknown::listApplications);
                assertEquals(
                        "UnrecognizedClientException", badKey.awsErrorDetails().errorCode());
            }
            assertEquals(4, aws.calls().count("ListApplications"));
        }
    }
}
