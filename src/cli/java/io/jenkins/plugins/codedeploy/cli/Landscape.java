package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.SimulationSpeed;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Two simulated accounts with one application, whose staging and production groups deploy to real directories. */
public final class Landscape implements AutoCloseable {
    public static final String APPLICATION = "sample";
    public static final String STAGING = "staging";
    public static final String PRODUCTION = "production";

    private final SimulatedAws aws;
    private final CodeDeploy codeDeploy;
    private final String application;

    private Landscape(SimulatedAws aws, CodeDeploy codeDeploy, String application) {
        this.aws = aws;
        this.codeDeploy = codeDeploy;
        this.application = application;
    }

    public static Landscape start(SimulatedAws.Builder builder, double pace) throws IOException {
        return start(builder, pace, APPLICATION, 2);
    }

    /**
     * Starts the simulated accounts.
     *
     * @param pace speed relative to real time
     * @param instances number of instances of the production group; the staging group has one
     */
    public static Landscape start(SimulatedAws.Builder builder, double pace, String application, int instances)
            throws IOException {
        AtomicReference<CodeDeploy> service = new AtomicReference<>();
        SimulatedAws aws = builder.pace(SimulationSpeed.times(pace))
                .plug("codedeploy", a -> {
                    service.set(new CodeDeploy(a));
                    return service.get();
                })
                .start();
        Landscape landscape = new Landscape(aws, service.get(), application);
        landscape.group(STAGING, 1, "CodeDeployDefault.AllAtOnce");
        landscape.group(PRODUCTION, instances, "CodeDeployDefault.OneAtATime");
        return landscape;
    }

    private void group(String name, int instances, String config) {
        group(name)
                .instances(instances, aws.seed().instanceRoleArn())
                .select("Name", application + "-" + name)
                .config(config);
    }

    public SimulatedAws aws() {
        return aws;
    }

    public CodeDeploy codeDeploy() {
        return codeDeploy;
    }

    public Group group(String name) {
        return codeDeploy
                .target()
                .application(application)
                .group(name, aws.seed().serviceRoleArn());
    }

    /** Returns lines for a shell: the variables that the AWS CLI and this command line read, and names. */
    List<String> exports() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        all.put("AWS_REGION", aws.region());
        all.put("AWS_DEFAULT_REGION", aws.region());
        all.put("AWS_ACCESS_KEY_ID", aws.seed().jenkins().accessKeyId());
        all.put("AWS_SECRET_ACCESS_KEY", aws.seed().jenkins().secretAccessKey());
        all.put("ROLE_ARN", aws.seed().roleArn());
        all.put("EXTERNAL_ID", aws.seed().externalId());
        all.put("BUCKET", aws.seed().bucket());
        all.put("APPLICATION", application);
        return all.entrySet().stream()
                .map(one -> "export " + one.getKey() + "='" + one.getValue() + "'")
                .toList();
    }

    /** Returns endpoint, credentials and names as one JSON object for clients. */
    ObjectNode describe() {
        ObjectNode all = Console.object();
        all.put("endpoint", aws.endpoint().toString()).put("region", aws.region());
        all.putObject("source")
                .put("accountId", Accounts.SOURCE)
                .put("accessKeyId", aws.seed().jenkins().accessKeyId())
                .put("secretAccessKey", aws.seed().jenkins().secretAccessKey());
        all.putObject("target")
                .put("accountId", Accounts.TARGET)
                .put("roleArn", aws.seed().roleArn())
                .put("externalId", aws.seed().externalId());
        all.put("bucket", aws.seed().bucket()).put("targetBucket", aws.seed().targetBucket());
        all.put("application", application);
        List.of(STAGING, PRODUCTION).forEach(all.putArray("deploymentGroups")::add);
        return all;
    }

    @Override
    public void close() throws IOException {
        aws.close();
    }
}
