package io.jenkins.plugins.codedeploy.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.cli.docs.Snippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import jenkins.branch.BranchSource;
import jenkins.scm.impl.SingleSCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Every Pipeline, Job DSL script and configuration of README and docs, taken from the files themselves. */
@WithJenkins
class DocumentedSnippetsTest {
    /** One that cannot be run has to be counted here, and says why. */
    private static final int NOT_RUN = 1;

    private static final String REVISION = "s3://revisions-111111111111/CodeDeploy/shop.zip";

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static JenkinsRule j;
    private static DocsWorld docs;

    @TempDir
    Path folder;

    /** One Jenkins for all: its start takes longer than most snippets. */
    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        j = rule;
        docs = new DocsWorld();
        docs.configure();
        WorkflowJob first = pipeline("push-by-name", """
                node {
                  checkout scm
                  sh './build.sh'
                  codeDeployPush source: 'dist', target: 'production', key: 'CodeDeploy/shop.zip'
                }
                """);
        j.buildAndAssertSuccess(first);
    }

    @AfterAll
    static void end() throws Exception {
        docs.close();
        j.after();
    }

    @BeforeEach
    void configure() throws Exception {
        docs.configure();
    }

    @Test
    void pipelinesRunThrough() throws Exception {
        List<String> run = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Snippet snippet : runnable("groovy")) {
            if (snippet.mark("run as") != null) {
                continue;
            }
            run.add(snippet.toString());
            WorkflowRun build = approveAll(pipeline("snippet-" + run.size(), snippet.text())
                    .scheduleBuild2(0)
                    .waitForStart());
            if (build.getResult() != Result.SUCCESS) {
                failures.add(snippet + " " + build.getResult() + "\n" + JenkinsRule.getLog(build));
            }
            docs.awaitQuiet();
        }
        assertEquals(List.of(), failures);
        assertTrue(run.size() >= 14, run.toString());
    }

    @Test
    void aBranchOfAMultibranchJobRunsThrough() throws Exception {
        for (Snippet snippet : runnable("groovy")) {
            if ("multibranch".equals(snippet.mark("run as"))) {
                int before = docs.world.deployments().size();
                WorkflowMultiBranchProject project = j.createProject(WorkflowMultiBranchProject.class, "shop-branches");
                project.getSourcesList().add(new BranchSource(new SingleSCMSource("main", repository(snippet.text()))));
                project.scheduleBuild2(0).getFuture().get();
                j.waitUntilNoActivity();
                WorkflowJob main = project.getItem("main");
                assertNotNull(main, "no branch: " + project.getItems());
                WorkflowRun build = main.getLastBuild();
                assertNotNull(build);
                j.assertBuildStatusSuccess(build);
                assertEquals(before + 1, docs.world.deployments().size(), "development alone");
            }
        }
    }

    @Test
    void jobDslMakesWhatItSays() throws Exception {
        int run = 0;
        for (Snippet snippet : runnable("groovy")) {
            if ("job dsl".equals(snippet.mark("run as"))) {
                FreeStyleProject seed = j.createFreeStyleProject("seed-" + ++run);
                ExecuteDslScripts dsl = new ExecuteDslScripts();
                dsl.setScriptText(snippet.text());
                seed.getBuildersList().add(dsl);
                j.buildAndAssertSuccess(seed);
                String made = snippet.mark("builds");
                if (made != null) {
                    FreeStyleProject job = j.jenkins.getItemByFullName(made, FreeStyleProject.class);
                    j.assertLogContains(": Succeeded", j.buildAndAssertSuccess(job));
                    docs.awaitQuiet();
                }
            }
        }
        assertEquals(2, run);
    }

    @Test
    void configurationAsCodeIsApplied() throws Exception {
        int applied = 0;
        for (Snippet snippet : runnable("yaml")) {
            if (snippet.mark("file") != null) {
                continue;
            }
            TargetAccounts.get().setTargets(List.of());
            Path file = folder.resolve("jenkins-" + ++applied + ".yaml");
            Files.writeString(file, snippet.text());
            ConfigurationAsCode.get().configure(file.toString());
            if (snippet.text().contains("views:")) {
                assertNotNull(j.jenkins.getView("releases"), snippet.toString());
            } else {
                assertFalse(TargetAccounts.get().getTargets().isEmpty(), snippet.toString());
            }
        }
        assertEquals(6, applied);
    }

    @Test
    void whatIsNotRunSaysWhy() throws Exception {
        List<String> left = new ArrayList<>();
        for (String language : List.of("groovy", "yaml")) {
            for (Snippet snippet : Snippet.all(language)) {
                String reason = snippet.mark(Snippet.NOT_RUN);
                if (reason != null) {
                    assertTrue(reason.length() > 15, snippet + ": " + reason);
                    left.add(snippet.toString());
                }
            }
        }
        assertEquals(NOT_RUN, left.size(), left.toString());
    }

    private static List<Snippet> runnable(String language) throws Exception {
        return Snippet.all(language).stream().filter(Snippet::isRun).toList();
    }

    private static WorkflowJob pipeline(String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        if (script.contains("params.REVISION")) {
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("REVISION", REVISION)));
        }
        CpsScmFlowDefinition definition = new CpsScmFlowDefinition(repository(script), "Jenkinsfile");
        definition.setLightweight(false);
        job.setDefinition(definition);
        return job;
    }

    /** What the examples take for granted, with the documentation's own AppSpec. */
    private static WorkspaceScm repository(String jenkinsfile) throws Exception {
        String appSpec = Snippet.all("yaml").stream()
                .filter(s -> "appspec.yml".equals(s.mark("file")))
                .findFirst()
                .orElseThrow()
                .text();
        return new WorkspaceScm(Map.of(
                "Jenkinsfile",
                jenkinsfile,
                "appspec.yml",
                appSpec,
                "build.sh",
                "#!/bin/sh\nmkdir -p dist && cp appspec.yml dist && echo hello > dist/index.html\n",
                "smoke-test.sh",
                "#!/bin/sh\nexit 0\n"));
    }

    private static WorkflowRun approveAll(WorkflowRun build) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (build.isBuilding()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(build + " does not end\n" + JenkinsRule.getLog(build));
            }
            InputAction input = build.getAction(InputAction.class);
            if (input != null) {
                for (InputStepExecution waiting : List.copyOf(input.getExecutions())) {
                    if (!waiting.isSettled()) {
                        waiting.proceed(Map.of());
                    }
                }
            }
            Thread.sleep(50);
        }
        return j.waitForCompletion(build);
    }
}
