package io.jenkins.plugins.codedeploy.engine.contract;

import io.jenkins.plugins.codedeploy.cli.Landscape;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class SimulatedContractTest extends Contract {
    private static final double FASTER = 60;

    private Landscape landscape;

    /** How policies name the resource of calls on a running deployment. */
    boolean targetsByArn() {
        return true;
    }

    @Override
    ContractEnvironment ground() throws IOException {
        landscape = Landscape.start(SimulatedAws.builder(), FASTER);
        landscape.codeDeploy().limits().targetsByArn(targetsByArn());
        SimulatedAws aws = landscape.aws();
        SourceIdentity source = new SourceIdentity(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        aws.seed().jenkins().accessKeyId(), aws.seed().jenkins().secretAccessKey())),
                "simulated",
                "the development credential");
        return new ContractEnvironment(
                TargetAccess.of(
                                source,
                                RoleArn.parse(aws.seed().roleArn()),
                                aws.seed().externalId(),
                                aws.region())
                        .with(AwsEndpoints.all(aws.endpoint())),
                BucketTarget.of(aws.seed().bucket(), aws.region()),
                Landscape.APPLICATION,
                Landscape.STAGING,
                EngineTimes.DEFAULTS.faster(FASTER),
                Duration.ofMinutes(10));
    }

    @Override
    void leave() throws IOException {
        landscape.close();
    }
}
