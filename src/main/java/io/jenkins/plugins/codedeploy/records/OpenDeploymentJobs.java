package io.jenkins.plugins.codedeploy.records;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.model.listeners.RunListener;
import java.io.IOException;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Jobs that are renamed, moved or deleted, and builds that are deleted, as {@link OpenDeployments} is concerned. */
@Extension
public final class OpenDeploymentJobs extends ItemListener {
    private static final Logger LOGGER = Logger.getLogger(OpenDeploymentJobs.class.getName());

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        try {
            OpenDeployments.get().moved(oldFullName, newFullName);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "open deployments of " + oldFullName + " are lost sight of", e);
        }
    }

    @Override
    public void onDeleted(Item item) {
        forget(open -> open.getJob().equals(item.getFullName()));
    }

    private static void forget(Predicate<OpenDeployment> which) {
        OpenDeployments index = OpenDeployments.get();
        try {
            for (OpenDeployment open : index.all()) {
                if (which.test(open)) {
                    String deployment = index.deploymentId(open);
                    LOGGER.log(
                            Level.WARNING,
                            "{0} is deleted. {1} may still be running; Jenkins no longer tracks it.",
                            new Object[] {open, deployment == null ? "A deployment of it" : "Deployment " + deployment
                            });
                    index.remove(open);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "open deployments of what is deleted remain listed", e);
        }
    }

    /** One build. */
    @Extension
    public static final class Builds extends RunListener<Run<?, ?>> {
        @Override
        public void onDeleted(Run<?, ?> build) {
            forget(open ->
                    open.getJob().equals(build.getParent().getFullName()) && open.getNumber() == build.getNumber());
        }
    }
}
