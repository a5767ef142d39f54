package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentHistory;
import java.io.File;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The history of the deployments of this controller, which follows its jobs. Nothing is read before it is used. */
@Extension
public final class ControllerHistory extends ItemListener {
    private static final Logger LOGGER = Logger.getLogger(ControllerHistory.class.getName());

    private DeploymentHistory history;

    @NonNull
    public static DeploymentHistory get() {
        return ExtensionList.lookupSingleton(ControllerHistory.class).history();
    }

    private synchronized DeploymentHistory history() {
        if (history == null) {
            history = new DeploymentHistory(new File(Jenkins.get().getRootDir(), "codedeploy/history").toPath());
        }
        return history;
    }

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        moved(item, oldFullName, newFullName);
    }

    @Override
    public void onDeleted(Item item) {
        moved(item, item.getFullName(), null);
    }

    private void moved(Item item, String from, String to) {
        if (item instanceof Job || item instanceof ItemGroup) {
            try {
                history().moved(from, to);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The history of deployments still names " + from, e);
            }
        }
    }
}
