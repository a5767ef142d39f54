package io.jenkins.plugins.codedeploy.build;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Computer;
import hudson.remoting.Channel;
import hudson.remoting.Command;
import io.jenkins.plugins.codedeploy.Coordinates;
import io.jenkins.plugins.codedeploy.DeployWorld;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What an agent that never saw the plugin is sent for its first upload, beside what AWS's SDK there would need. */
class FreshAgentTest {
    private static final String FILES = "writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\n'\n";

    @RegisterExtension
    private final RealJenkinsExtension jenkins =
            new RealJenkinsExtension().javaOptions(DeployWorld.JAVA_OPTION).withTimeout(300);

    @RegisterExtension
    private final InboundAgentExtension agents = new InboundAgentExtension();

    private DeployWorld world;

    @BeforeEach
    void setUp() throws Exception {
        world = new DeployWorld();
    }

    @AfterEach
    void tearDown() throws Exception {
        world.close();
    }

    @Test
    void isSentAQuarterOfWhatTheSdkWouldNeed() throws Throwable {
        jenkins.startJenkins();
        jenkins.runRemotely(FreshAgentTest::configure, world.coordinates());
        // each with caches of its own: an agent keeps jars below its user's home
        for (String name : new String[] {"ours", "sdk"}) {
            Path home = jenkins.createTempDirectory(name);
            agents.createAgent(
                    jenkins,
                    InboundAgentExtension.Options.newBuilder()
                            .name(name)
                            .javaOptions("-Duser.home=" + home)
                            .build());
        }
        long ours = jenkins.runRemotely(FreshAgentTest::push);
        long sdk = jenkins.runRemotely(FreshAgentTest::put, world.coordinates());
        // from an installed plugin remoting sends the classes asked for, and then their whole jar
        long jar = jarOfPlugin();
        System.out.printf(
                "first upload from a fresh agent: %d KiB class by class, %d KiB with the plugin's jar, SDK %d KiB%n",
                ours >> 10, ours + jar >> 10, sdk >> 10);
        assertTrue(ours > 10_000, "classes were sent: " + ours);
        assertTrue(ours + jar <= 0.25 * sdk, ours + " + " + jar + " bytes, SDK " + sdk);
    }

    private static void configure(JenkinsRule j, Coordinates coordinates) throws Exception {
        coordinates.configure();
    }

    /** So that what any step brings to an agent is there already. */
    private static WorkflowRun run(JenkinsRule j, String agent, String script) throws Exception {
        WorkflowJob job = j.jenkins.getItemByFullName(agent, WorkflowJob.class);
        if (job == null) {
            job = j.createProject(WorkflowJob.class, agent);
        }
        job.setDefinition(new CpsFlowDefinition("node('" + agent + "') {\n" + FILES + script + "\n}", true));
        return j.buildAndAssertSuccess(job);
    }

    private static Channel channel(JenkinsRule j, String agent) {
        Computer computer = j.jenkins.getComputer(agent);
        return (Channel) computer.getChannel();
    }

    private static Sent count(Channel channel) {
        Sent sent = new Sent();
        channel.addListener(sent);
        return sent;
    }

    private static Long push(JenkinsRule j) throws Exception {
        run(j, "ours", "");
        Sent sent = count(channel(j, "ours"));
        run(j, "ours", "codeDeployPush(source: 'dist', target: 'production')");
        return sent.bytes.get();
    }

    private static Long put(JenkinsRule j, Coordinates to) throws Exception {
        run(j, "sdk", "");
        Channel channel = channel(j, "sdk");
        Sent sent = count(channel);
        channel.call(new Put(to.endpoint(), to.region(), to.bucket(), to.accessKey(), to.secretKey()));
        return sent.bytes.get();
    }

    private static long jarOfPlugin() throws Exception {
        URI classes = AgentRevisionHost.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Path root = Path.of(classes);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes);
                Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, jar);
            }
        }
        return bytes.size();
    }

    /** All that the controller writes to one agent. */
    private static final class Sent extends Channel.Listener {
        final AtomicLong bytes = new AtomicLong();

        @Override
        public void onWrite(Channel channel, Command command, long blockSize) {
            bytes.addAndGet(blockSize);
        }
    }

    private static final class Put extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1;

        private final String endpoint;
        private final String region;
        private final String bucket;
        private final String accessKey;
        private final String secretKey;

        Put(String endpoint, String region, String bucket, String accessKey, String secretKey) {
            this.endpoint = endpoint;
            this.region = region;
            this.bucket = bucket;
            this.accessKey = accessKey;
            this.secretKey = secretKey;
        }

        @Override
        public Void call() {
            try (S3Client s3 = S3Client.builder()
                    .httpClientBuilder(ApacheHttpClient.builder())
                    .endpointOverride(URI.create(endpoint))
                    .region(Region.of(region))
                    .forcePathStyle(true)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                    .build()) {
                s3.putObject(r -> r.bucket(bucket).key("CodeDeploy/sdk"), RequestBody.fromString("hello"));
            }
            return null;
        }
    }
}
