package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The pages in Chromium, against a Jenkins of its own that enforces its content security policy: no violation, and the
 * page follows a deployment. Writes the pictures of the documentation.
 *
 * <p>{@code -Dchromium=/usr/bin/chromium -Dscreenshots=docs/images}, and for the dark ones
 * {@code -Dscreenshots.plugins=…} with the files of dark-theme, theme-manager and what they need.
 */
@EnabledIfSystemProperty(named = "chromium", matches = ".+")
class ScreenshotTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions("-Dhudson.Main.development=true", "-Dstapler.jelly.noCache=true")
            .withTimeout(0);

    @TempDir
    private Path tmp;

    private final List<String> violations = new ArrayList<>();

    @Test
    void picturesEveryPageWithoutAViolation() throws Throwable {
        String plugins = System.getProperty("screenshots.plugins", "");
        for (String plugin : plugins.split(",")) {
            if (!plugin.isBlank()) {
                String name = new File(plugin).getName().replaceFirst("-\\d.*", "");
                Path folder = Files.createDirectories(jenkins.getHome().toPath().resolve("plugins"));
                Path file = folder.resolve(name + ".jpi");
                if (!Files.exists(file)) {
                    Files.copy(Path.of(plugin), file);
                }
            }
        }
        jenkins.startJenkins();
        jenkins.runRemotely(ScreenshotTest::build);
        Path stay = Path.of(System.getProperty("screenshots.stay", "/nowhere"));
        Files.writeString(tmp.resolve("url"), jenkins.getUrl().toString());
        System.out.println("gallery at " + jenkins.getUrl());
        while (Files.exists(stay)) {
            Thread.sleep(1000);
        }
        pictures("light");
        assertTrue(
                chromium("--virtual-time-budget=30000", "--dump-dom", url("running", "codedeploy/"))
                        .contains("Deployment " + Scene.ID + ": In progress. 0 of 8 targets succeeded, 0 failed</p>"),
                "the page's script has asked, and spoken");
        if (!plugins.isBlank()) {
            jenkins.runRemotely(ScreenshotTest::darken);
            pictures("dark");
        }
        jenkins.stopJenkins();
        assertEquals(List.of(), violations);
    }

    private void pictures(String theme) throws Exception {
        for (String scene : List.of("running", "succeeded", "failed", "large")) {
            picture(
                    scene + "-" + theme,
                    1280,
                    scene.equals("failed") ? 1900 : scene.equals("large") ? 1700 : 1100,
                    url(scene, "codedeploy/"));
        }
        picture("failed-narrow-" + theme, 390, 1500, url("failed", "codedeploy/"));
        picture("running-narrow-" + theme, 390, 1300, url("running", "codedeploy/"));
        picture("summary-" + theme, 1280, 500, url("failed", ""));
    }

    private void picture(String name, int width, int height, String url) throws Exception {
        Path folder = Path.of(System.getProperty("screenshots", tmp.toString()));
        Files.createDirectories(folder);
        Path file = folder.resolve("deployment-" + name + ".png").toAbsolutePath();
        chromium("--window-size=" + width + "," + height, "--screenshot=" + file, url);
        assertTrue(Files.size(file) > 0, name);
    }

    private String chromium(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("chromium"),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--user-data-dir=" + Files.createTempDirectory(tmp, "chromium")));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(tmp, "out", ".txt");
        Path log = Files.createTempFile(tmp, "log", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        assertTrue(process.waitFor(3, TimeUnit.MINUTES), String.join(" ", command));
        Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .filter(line -> line.contains("Content Security Policy") || line.contains("Uncaught"))
                .forEach(violations::add);
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private String url(String job, String page) throws Exception {
        return jenkins.getUrl() + "job/" + job + "/" + (job.equals("succeeded") ? 2 : 1) + "/" + page;
    }

    private static void build(JenkinsRule j) throws Throwable {
        FreeStyleProject succeeded = j.createFreeStyleProject("succeeded");
        Scene.succeeded(j.buildAndAssertSuccess(succeeded));
        Scene.succeeded(j.buildAndAssertSuccess(succeeded));
        FreeStyleBuild failed = j.buildAndAssertSuccess(j.createFreeStyleProject("failed"));
        Scene.failedAndRolledBack(failed);
        Scene.running(endless(j, "running"));
        Scene.large(endless(j, "large"));
    }

    private static hudson.model.Run<?, ?> endless(JenkinsRule j, String name) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("sleep 36000", true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static void darken(JenkinsRule j) throws Throwable {
        ClassLoader plugins = j.jenkins.pluginManager.uberClassLoader;
        Class<?> manager = plugins.loadClass("io.jenkins.plugins.thememanager.ThemeManagerPageDecorator");
        Class<?> theme = plugins.loadClass("io.jenkins.plugins.darktheme.DarkThemeManagerFactory");
        manager.getMethod("setTheme", plugins.loadClass("io.jenkins.plugins.thememanager.ThemeManagerFactory"))
                .invoke(
                        manager.getMethod("get").invoke(null),
                        theme.getConstructor().newInstance());
    }
}
