package io.jenkins.plugins.codedeploy.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.codedeploy.Chromium;
import io.jenkins.plugins.codedeploy.DarkTheme;
import io.jenkins.plugins.codedeploy.NeedsChromium;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.demo.DemoController;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Writes the documentation's pictures of forms, configuration and log, of the very demo that {@code hpi:run -Pdemo} shows,
 * and takes no complaint from the browser meanwhile. Properties as for {@code ScreenshotTest}, and
 * {@code -Dscreenshots.home=/var/lib/jenkins} or another folder that does not exist.
 */
@NeedsChromium
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
class FormPicturesTest {
    private static final String CHECK = "document.querySelector(\".codedeploy-checks\")";

    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions(
                    "-Dhudson.Main.development=true", "-Dio.jenkins.plugins.codedeploy.controller.Engines.speed=10")
            .withTimeout(0);

    @TempDir
    private Path tmp;

    private Chromium browser;
    private String theme = "";

    @Test
    void picturesEveryForm() throws Throwable {
        String home = System.getProperty("screenshots.home");
        if (home != null) {
            // the log tells of it
            Files.move(jenkins.getHome().toPath(), Path.of(home));
            jenkins.setHome(new File(home));
        }
        DarkTheme.install(jenkins);
        jenkins.startJenkins();
        jenkins.runRemotely(FormPicturesTest::prepare);
        Path stay = Path.of(System.getProperty("screenshots.stay", "/nowhere"));
        System.out.println("demo at " + jenkins.getUrl());
        while (Files.exists(stay)) {
            Thread.sleep(1000);
        }
        browser = new Chromium(tmp);
        try (Chromium closed = browser) {
            pictures();
            if (DarkTheme.isThere()) {
                jenkins.runRemotely(DarkTheme::darken);
                theme = "-dark";
                pictures();
            }
            assertEquals(List.of(), closed.complaints);
        }
        jenkins.stopJenkins();
    }

    private void pictures() throws Throwable {
        browser.size(1280, 900);
        browser.open(jenkins.getUrl() + "job/sample-freestyle/configure");
        String step =
                "document.querySelector('[descriptorid=\"io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder\"]')";
        browser.await(step + " !== null");
        // filled by a request of its own
        browser.await("[..." + step + ".querySelectorAll('[name=\"_.target\"]')].some(s => s.value === 'production')");
        browser.pictureOf(file("freestyle-form"), step);
        click(step, "Check setup");
        browser.await(CHECK + " !== null");
        // what appears fades in
        browser.evaluate("new Promise(resolve => setTimeout(resolve, 1000))");
        browser.pictureOf(file("check-setup"), CHECK);
        // The button counts as a change of the form, and nobody is there to be asked whether to leave it.
        browser.evaluate("window.onbeforeunload = null");

        jenkins.runRemotely(FormPicturesTest::limit);
        browser.open(jenkins.getUrl() + "manage/configure");
        String targets = "document.querySelector('[name=\"targets\"]')";
        browser.await(targets + " !== null");
        browser.pictureOf(file("target-accounts"), targets);
        jenkins.runRemotely(FormPicturesTest::open);

        browser.open(jenkins.getUrl() + "manage/codedeploy-setup/?target=production");
        browser.evaluate("document.querySelector('[name=application]').value = 'sample'");
        browser.evaluate("document.querySelector('[name=deploymentGroup]').value = 'production'");
        click("document", "Write the policies");
        browser.await("document.readyState === 'complete' && document.body.textContent.includes('111111111111:user')");
        browser.evaluate("new Promise(resolve => setTimeout(resolve, 1000))");
        browser.picture(file("setup"), 1280, 1400);

        browser.open(jenkins.getUrl() + "job/sample-pipeline/pipeline-syntax/");
        browser.evaluate("(() => { const steps = document.querySelector('select.dropdownList');"
                + " steps.selectedIndex = [...steps.options].findIndex(o => o.text.startsWith('codeDeploy:'));"
                + " steps.dispatchEvent(new Event('change')); })()");
        fill("application", "shop");
        fill("deploymentGroup", "web");
        fill("source", "dist");
        // filled by a request of its own
        browser.await(
                "[...document.querySelectorAll('[name=\"_.target\"] option')].some(o => o.value === 'production')");
        fill("target", "production");
        click("document", "Generate Pipeline Script");
        browser.await("document.querySelector('#prototypeText').value !== ''");
        browser.picture(file("snippet-generator"), 1280, 1800);
    }

    private void click(String within, String button) throws Exception {
        browser.evaluate("[..." + within + ".querySelectorAll('button, input[type=button]')].find(b =>"
                + " (b.textContent + b.value).includes('" + button + "')).click()");
    }

    /** In what is shown of a form: others of the same name are hidden. */
    private void fill(String field, String value) throws Exception {
        String found = "[...document.querySelectorAll('[name=\"_." + field + "\"]')].find(f => f.checkVisibility())";
        browser.await(found + " !== undefined");
        browser.evaluate(found + ".value = '" + value + "'");
    }

    private Path file(String name) throws Exception {
        Path folder = Path.of(System.getProperty("screenshots", tmp.toString()));
        Files.createDirectories(folder);
        return folder.resolve(name + theme + ".png");
    }

    /** As an administrator would: the demo's jobs, which are in no folder, cannot use the target account meanwhile. */
    private static void limit(JenkinsRule j) throws Throwable {
        if (j.jenkins.getItem("releases") == null) {
            j.jenkins.createProject(Folder.class, "releases");
        }
        folders(List.of("releases"));
    }

    private static void open(JenkinsRule j) {
        folders(List.of());
    }

    private static void folders(List<String> folders) {
        TargetAccounts.get().getTargets().get(0).setFolders(folders);
    }

    private static void prepare(JenkinsRule j) throws Throwable {
        SimulatedAws aws = DemoController.start(j.jenkins).landscape().aws();
        j.buildAndAssertSuccess(j.jenkins.getItemByFullName("sample-pipeline", WorkflowJob.class));
        j.buildAndAssertSuccess(j.jenkins.getItemByFullName("sample-freestyle", FreeStyleProject.class));
        // so that a check finds something
        aws.s3().deletePolicy(aws.seed().bucket());
    }
}
