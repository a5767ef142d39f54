package io.jenkins.plugins.codedeploy;

import io.jenkins.plugins.codedeploy.cli.Landscape;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.DeploymentSummary;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Two simulated accounts, and a Jenkins that knows how to get from one to the other as target account "production". */
public final class DeployWorld implements AutoCloseable {
    public static final String TARGET = "production";
    public static final String CREDENTIALS = "aws-dev";
    private static final String SPEED_PROPERTY = "io.jenkins.plugins.codedeploy.controller.Engines.speed";
    /** For a Jenkins in a process of its own. */
    public static final String JAVA_OPTION = "-D" + SPEED_PROPERTY + "=20";
    /** Of the simulation and of our own looks at it. */
    private static final int SPEED = 20;

    public final SimulatedAws aws;
    public final CodeDeploy codeDeploy;
    private final Landscape landscape;

    public DeployWorld() throws IOException {
        System.setProperty(SPEED_PROPERTY, String.valueOf(SPEED));
        landscape = Landscape.start(SimulatedAws.builder(), SPEED, "demo", 3);
        aws = landscape.aws();
        codeDeploy = landscape.codeDeploy();
        group(Landscape.PRODUCTION).autoRollback("DEPLOYMENT_FAILURE");
    }

    /** Stores the development credential and the target account. */
    public DeployWorld configure() throws IOException {
        coordinates().configure();
        return this;
    }

    /** For a Jenkins in a process of its own. */
    public Coordinates coordinates() {
        return new Coordinates(
                aws.endpoint().toString(),
                aws.region(),
                aws.seed().jenkins().accessKeyId(),
                secretKey(),
                aws.seed().roleArn(),
                aws.seed().externalId(),
                aws.seed().bucket(),
                aws.seed().instanceRoleArn());
    }

    public String secretKey() {
        return aws.seed().jenkins().secretAccessKey();
    }

    public Group group(String name) {
        return landscape.group(name);
    }

    /** So long that whoever waits for it waits until the test has done what it wants. */
    public DeployWorld slow(String group) {
        group(group).eventDuration(Duration.ofMinutes(20));
        return this;
    }

    /** Those of one group. */
    public List<DeploymentSummary> deployments(String group) {
        return deployments().stream().filter(d -> d.group().equals(group)).toList();
    }

    public List<DeploymentSummary> deployments() {
        return codeDeploy.deployments();
    }

    public DeploymentSummary only() {
        List<DeploymentSummary> all = deployments();
        if (all.size() != 1) {
            throw new AssertionError("wanted one deployment: " + all);
        }
        return all.get(0);
    }

    @Override
    public void close() throws IOException {
        landscape.close();
    }
}
