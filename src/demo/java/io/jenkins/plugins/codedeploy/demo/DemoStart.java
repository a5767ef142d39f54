package io.jenkins.plugins.codedeploy.demo;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.init.Terminator;
import java.io.IOException;
import jenkins.model.Jenkins;
import jenkins.util.SystemProperties;

/** Sets the demo up when a controller starts that was asked to: tests have this class on their class path, too. */
public final class DemoStart {
    static final String WANTED = "io.jenkins.plugins.codedeploy.demo";

    private static DemoController demo;

    private DemoStart() {}

    /** After the jobs are loaded, since a second start renews them. */
    @Initializer(after = InitMilestone.JOB_CONFIG_ADAPTED)
    public static synchronized void start() throws IOException {
        if (SystemProperties.getBoolean(WANTED)) {
            demo = DemoController.start(Jenkins.get());
        }
    }

    @Terminator
    public static synchronized void stop() throws IOException {
        if (demo != null) {
            demo.close();
            demo = null;
        }
    }
}
