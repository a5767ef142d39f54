package io.jenkins.plugins.codedeploy;

import io.jenkins.plugins.codedeploy.tools.aws.Pace;
import io.jenkins.plugins.codedeploy.tools.aws.SimulatedAws;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.DeploymentRecord;
import io.jenkins.plugins.codedeploy.tools.aws.codedeploy.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Two simulated accounts, and a Jenkins that knows how to get from one to the other as target account "production". */
public final class DeployWorld implements AutoCloseable {
    public static final String TARGET = "production";
    public static final String CREDENTIALS = "aws-dev";
    private static final String SPEED_PROPERTY = "io.jenkins.plugins.codedeploy.config.Engines.speed";
    /** For a Jenkins in a process of its own. */
    public static final String JAVA_OPTION = "-D" + SPEED_PROPERTY + "=20";
    /** Of the simulation and of our own looks at it. */
    private static final int SPEED = 20;

    public final SimulatedAws aws;
    public final CodeDeploy codeDeploy;

    public DeployWorld() throws IOException {
        System.setProperty(SPEED_PROPERTY, String.valueOf(SPEED));
        AtomicReference<CodeDeploy> plugged = new AtomicReference<>();
        aws = SimulatedAws.builder()
                .pace(Pace.times(SPEED))
                .plug("codedeploy", sim -> {
                    plugged.set(new CodeDeploy(sim).plantDemo(sim.seed()));
                    return plugged.get();
                })
                .start();
        codeDeploy = plugged.get();
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
        return codeDeploy
                .target()
                .application(CodeDeploy.DEMO_APPLICATION)
                .group(name, aws.seed().serviceRoleArn());
    }

    /** So long that whoever waits for it waits until the test has done what it wants. */
    public DeployWorld slow(String group) {
        group(group).eventDuration(Duration.ofMinutes(20));
        return this;
    }

    /** Those of one group. */
    public List<DeploymentRecord> deployments(String group) {
        return deployments().stream().filter(d -> d.group().equals(group)).toList();
    }

    public List<DeploymentRecord> deployments() {
        return codeDeploy.deployments();
    }

    public DeploymentRecord only() {
        List<DeploymentRecord> all = deployments();
        if (all.size() != 1) {
            throw new AssertionError("wanted one deployment: " + all);
        }
        return all.get(0);
    }

    @Override
    public void close() throws IOException {
        aws.close();
    }
}
