package io.jenkins.plugins.codedeploy.demo;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.FreeStyleProject;
import hudson.model.TopLevelItem;
import hudson.tasks.Shell;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.cli.Landscape;
import io.jenkins.plugins.codedeploy.cli.SampleApplication;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Two simulated accounts beside a controller that knows how to get from one to the other: a stored development
 * credential, a target account, a Pipeline and a freestyle job; and another target account and Pipeline without a key.
 */
public final class DemoController implements AutoCloseable {
    static final String TARGET = "production";
    static final String PIPELINE = "sample-pipeline";
    static final String FREESTYLE = "sample-freestyle";

    private static final Logger LOGGER = Logger.getLogger(DemoController.class.getName());
    private static final String CREDENTIALS = "aws-development";
    /** Slow enough to watch. */
    private static final double PACE = 5;

    private final Landscape landscape;

    private DemoController(Landscape landscape) {
        this.landscape = landscape;
    }

    /** What an earlier start left is replaced: the simulated accounts are new ones. */
    @NonNull
    public static DemoController start(@NonNull Jenkins jenkins) throws IOException {
        Path folder = jenkins.getRootDir().toPath().resolve("demo");
        if (Files.exists(folder)) {
            Util.deleteRecursive(folder.toFile());
        }
        Path sample = SampleApplication.writeTo(Files.createDirectories(folder.resolve("sample")));
        DemoController demo =
                new DemoController(Landscape.start(SimulatedAws.builder().folder(folder.resolve("aws")), PACE));
        demo.storeCredential();
        TargetAccount target = demo.target();
        TargetAccounts.get().setTargets(List.of(target, Keyless.define(jenkins, demo.landscape.aws(), target)));
        replace(jenkins, PIPELINE, definition("pipeline.xml", sample));
        replace(jenkins, Keyless.JOB, definition("without-key.xml", sample));
        FreeStyleProject freestyle = replace(jenkins, FREESTYLE, "<project/>");
        freestyle.getBuildersList().add(new Shell(copying(sample)));
        freestyle.getBuildersList().add(builder());
        freestyle.save();
        LOGGER.info(() ->
                "The demo's accounts are simulated on " + demo.landscape.aws().endpoint() + "; press Build Now on "
                        + PIPELINE + ", " + FREESTYLE + " or " + Keyless.JOB);
        return demo;
    }

    @NonNull
    public Landscape landscape() {
        return landscape;
    }

    private void storeCredential() throws IOException {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        List<Credentials> all = store.getCredentials();
        all.removeIf(c -> c instanceof AWSCredentialsImpl aws && aws.getId().equals(CREDENTIALS));
        Seed seed = landscape.aws().seed();
        all.add(new AWSCredentialsImpl(
                CredentialsScope.GLOBAL,
                CREDENTIALS,
                seed.jenkins().accessKeyId(),
                seed.jenkins().secretAccessKey(),
                "user jenkins of the development account"));
        store.save();
    }

    private TargetAccount target() {
        Seed seed = landscape.aws().seed();
        String endpoint = landscape.aws().endpoint().toString();
        TargetAccount target = new TargetAccount(TARGET);
        target.setCredentialsId(CREDENTIALS);
        target.setRoleArn(seed.roleArn());
        target.setExternalId(seed.externalId());
        target.setRegion(landscape.aws().region());
        target.setBucket(seed.bucket());
        target.setInstanceRole(seed.instanceRoleArn());
        target.setCodedeployEndpoint(endpoint);
        target.setS3Endpoint(endpoint);
        target.setStsEndpoint(endpoint);
        return target;
    }

    private static CodeDeployBuilder builder() {
        CodeDeployStep deployment = new CodeDeployStep();
        deployment.setTarget(TARGET);
        deployment.setSource(".");
        deployment.setApplication(Landscape.APPLICATION);
        deployment.setDeploymentGroup(Landscape.STAGING);
        deployment.setDescription("Build ${BUILD_NUMBER}");
        deployment.setOnActiveDeployment(DeploymentPolicy.OnActive.WAIT);
        return new CodeDeployBuilder(deployment);
    }

    /** What a build does elsewhere. */
    private static String copying(Path sample) {
        return "cp -r '" + sample + "'/. .\necho \"$BUILD_NUMBER\" > VERSION";
    }

    private static String definition(String file, Path sample) throws IOException {
        try (InputStream in = DemoController.class.getResourceAsStream(file)) {
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return xml.replace("@SAMPLE@", Util.xmlEscape(sample.toString()));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends TopLevelItem> T replace(Jenkins jenkins, String name, String xml) throws IOException {
        TopLevelItem old = jenkins.getItem(name);
        if (old != null) {
            try {
                old.delete();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        return (T) jenkins.createProjectFromXML(name, new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() throws IOException {
        landscape.close();
    }
}
