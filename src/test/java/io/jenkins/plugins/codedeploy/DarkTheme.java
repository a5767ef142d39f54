package io.jenkins.plugins.codedeploy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Jenkins in the dark: the theme is a plugin that nothing here depends on. */
public final class DarkTheme {
    private static final String FILES = System.getProperty("screenshots.plugins", "");

    private DarkTheme() {}

    public static boolean isThere() {
        return !FILES.isBlank();
    }

    /** Before Jenkins starts: the files of dark-theme and theme-manager, and of what they need. */
    public static void install(RealJenkinsExtension jenkins) throws Exception {
        for (String plugin : FILES.split(",")) {
            if (!plugin.isBlank()) {
                String name = new File(plugin).getName().replaceFirst("-\\d.*", "");
                Path folder = Files.createDirectories(jenkins.getHome().toPath().resolve("plugins"));
                Path file = folder.resolve(name + ".jpi");
                if (!Files.exists(file)) {
                    Files.copy(Path.of(plugin), file);
                }
            }
        }
    }

    public static void darken(JenkinsRule j) throws Throwable {
        ClassLoader plugins = j.jenkins.pluginManager.uberClassLoader;
        Class<?> manager = plugins.loadClass("io.jenkins.plugins.thememanager.ThemeManagerPageDecorator");
        Class<?> theme = plugins.loadClass("io.jenkins.plugins.darktheme.DarkThemeManagerFactory");
        manager.getMethod("setTheme", plugins.loadClass("io.jenkins.plugins.thememanager.ThemeManagerFactory"))
                .invoke(
                        manager.getMethod("get").invoke(null),
                        theme.getConstructor().newInstance());
    }
}
