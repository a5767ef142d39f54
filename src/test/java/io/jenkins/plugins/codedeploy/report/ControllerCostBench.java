package io.jenkins.plugins.codedeploy.report;

import hudson.model.Run;
import io.jenkins.plugins.codedeploy.Coordinates;
import io.jenkins.plugins.codedeploy.DeployWorld;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * What the plugin costs a controller, beside one without it; prints a table. Run by
 * {@code mvn test -Dtest=ControllerCostBench}: no name of a test, since times prove nothing.
 */
class ControllerCostBench {
    private static final int BUILDS = 1_000;
    private static final int STARTS = 3;
    private static final int PAGES = 200;
    private static final int LOADS = 5;
    private static final String JOB = "job";
    private static final String ECHO = "echo 'hello'";
    private static final String DEPLOY =
            "codeDeploy(target: 'production', application: 'demo', deploymentGroup: 'web'," + " revision: revision)";

    @RegisterExtension
    private final RealJenkinsExtension with = new RealJenkinsExtension()
            .withName("with")
            .javaOptions(DeployWorld.JAVA_OPTION)
            .withTimeout(900);

    @RegisterExtension
    private final RealJenkinsExtension without = new RealJenkinsExtension()
            .withName("without")
            .omitPlugins("cross-account-codedeploy")
            .withTimeout(900);

    /** Of one controller, in milliseconds. */
    private static final class Times {
        final List<Double> starts = new ArrayList<>();
        final List<Double> pages = new ArrayList<>();
        final List<Double> loads = new ArrayList<>();
    }

    @Test
    void measure() throws Throwable {
        try (DeployWorld world = new DeployWorld()) {
            world.group("web").virtualInstances(4);
            with.startJenkins();
            with.runRemotely(ControllerCostBench::configure, world.coordinates());
            with.runRemotely(
                    ControllerCostBench::build,
                    "def revision\nnode {\n writeFile file: 'dist/appspec.yml', text: 'version: 0.0\\nos: linux\\n'\n"
                            + " revision = codeDeployPush(source: 'dist', target: 'production')\n}\n" + DEPLOY);
            with.stopJenkins();
        }
        without.startJenkins();
        without.runRemotely(ControllerCostBench::build, "node {\n " + ECHO + "\n}");
        without.stopJenkins();
        multiply(with.getHome().toPath());
        multiply(without.getHome().toPath());

        Times ours = new Times();
        Times theirs = new Times();
        for (int i = 0; i <= STARTS; i++) {
            // the first fills the disk's cache
            measure(with, i == 0 ? new Times() : ours);
            measure(without, i == 0 ? new Times() : theirs);
        }
        System.out.println("| Work | With | Without | Ratio |\n|---|---|---|---|");
        row("start-up", ours.starts, theirs.starts);
        row("a job's page", ours.pages, theirs.pages);
        row("loading " + BUILDS + " builds", ours.loads, theirs.loads);
    }

    private static void row(String work, List<Double> ours, List<Double> theirs) {
        double with = median(ours);
        double without = median(theirs);
        System.out.printf(Locale.ROOT, "| %s | %.1f ms | %.1f ms | %.2f |%n", work, with, without, with / without);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void configure(JenkinsRule j, Coordinates coordinates) throws Exception {
        coordinates.configure();
    }

    private static void build(JenkinsRule j, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, JOB);
        job.setDefinition(new CpsFlowDefinition(script, true));
        j.buildAndAssertSuccess(job);
    }

    /** Copies the first build, as a controller finds them that has built for years. */
    private static void multiply(Path home) throws Exception {
        Path builds = home.resolve("jobs/" + JOB + "/builds");
        for (int number = 2; number <= BUILDS; number++) {
            Path to = builds.resolve(String.valueOf(number));
            try (Stream<Path> files = Files.walk(builds.resolve("1"))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            to.resolve(builds.resolve("1").relativize(file).toString()));
                }
            }
        }
        Files.writeString(home.resolve("jobs/" + JOB + "/nextBuildNumber"), String.valueOf(BUILDS + 1));
    }

    private static void measure(RealJenkinsExtension jenkins, Times times) throws Throwable {
        long begun = System.nanoTime();
        jenkins.startJenkins();
        times.starts.add(millis(begun));
        for (int i = 0; i < LOADS; i++) {
            times.loads.add(jenkins.runRemotely(ControllerCostBench::load));
        }
        URI page = jenkins.getUrl().toURI().resolve("job/" + JOB + "/");
        for (int i = 0; i < PAGES; i++) {
            begun = System.nanoTime();
            try (InputStream in = page.toURL().openStream()) {
                in.readAllBytes();
            }
            if (i >= PAGES / 2) {
                times.pages.add(millis(begun));
            }
        }
        jenkins.stopJenkins();
    }

    private static Double load(JenkinsRule j) throws Exception {
        j.jenkins.reload();
        j.jenkins.getQueue();
        WorkflowJob job = j.jenkins.getItemByFullName(JOB, WorkflowJob.class);
        long begun = System.nanoTime();
        int loaded = 0;
        for (Run<?, ?> build : job.getBuilds()) {
            loaded += build.getAllActions().isEmpty() ? 0 : 1;
        }
        double millis = millis(begun);
        if (loaded != BUILDS) {
            throw new IllegalStateException(loaded + " builds");
        }
        return millis;
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }
}
