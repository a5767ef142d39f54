package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codedeploy.Chromium;
import io.jenkins.plugins.codedeploy.DarkTheme;
import io.jenkins.plugins.codedeploy.NeedsChromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * Writes the build page's pictures of the documentation, and takes no complaint from the browser meanwhile.
 *
 * <p>{@code -Dscreenshots=docs/images}, and for the dark ones
 * {@code -Dscreenshots.plugins=…} with the files of dark-theme, theme-manager and what they need. With
 * {@code -Dscreenshots.stay=FILE} Jenkins waits for somebody to look around, as long as that file exists.
 */
@NeedsChromium
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
class ScreenshotTest {
    @RegisterExtension
    private final RealJenkinsExtension jenkins = new RealJenkinsExtension()
            .javaOptions("-Dhudson.Main.development=true", "-Dstapler.jelly.noCache=true")
            .withTimeout(0);

    @TempDir
    private Path tmp;

    @Test
    void picturesEveryPage() throws Throwable {
        DarkTheme.install(jenkins);
        jenkins.startJenkins();
        jenkins.runRemotely(Gallery::build);
        Path stay = Path.of(System.getProperty("screenshots.stay", "/nowhere"));
        System.out.println("gallery at " + jenkins.getUrl());
        while (Files.exists(stay)) {
            Thread.sleep(1000);
        }
        try (Chromium browser = new Chromium(tmp)) {
            pictures(browser, "");
            if (DarkTheme.isThere()) {
                jenkins.runRemotely(DarkTheme::darken);
                pictures(browser, "-dark");
            }
            assertEquals(List.of(), browser.complaints);
        }
        jenkins.stopJenkins();
    }

    private void pictures(Chromium browser, String theme) throws Exception {
        picture(browser, "running" + theme, 1280, 1300, "running/1/codedeploy/");
        picture(browser, "succeeded" + theme, 1280, 1300, "succeeded/2/codedeploy/");
        picture(browser, "failed" + theme, 1280, 1500, "failed/1/codedeploy/");
        picture(browser, "large" + theme, 1280, 1500, "large/1/codedeploy/");
        picture(browser, "running-narrow" + theme, 390, 1400, "running/1/codedeploy/");
        picture(browser, "failed-narrow" + theme, 390, 1700, "failed/1/codedeploy/");
        picture(browser, "summary" + theme, 1280, 400, "failed/1/");
    }

    private void picture(Chromium browser, String name, int width, int most, String page) throws Exception {
        Path folder = Path.of(System.getProperty("screenshots", tmp.toString()));
        Files.createDirectories(folder);
        browser.size(width, 844);
        browser.open(jenkins.getUrl() + "job/" + page);
        browser.picture(folder.resolve("deployment-" + name + ".png"), width, most);
    }
}
