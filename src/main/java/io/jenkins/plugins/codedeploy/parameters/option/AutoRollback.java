package io.jenkins.plugins.codedeploy.parameters.option;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** When CodeDeploy rolls this deployment back by itself: at some events, or never. */
public final class AutoRollback extends AbstractDescribableImpl<AutoRollback> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private boolean onFailure;
    private boolean onAlarm;
    private boolean onStop;
    private boolean disabled;

    @DataBoundConstructor
    public AutoRollback() {
        // every event is optional
    }

    /** @param events none is nothing that {@link #toEvents} accepts */
    @NonNull
    public static AutoRollback of(@NonNull Collection<RollbackEvent> events) {
        AutoRollback chosen = new AutoRollback();
        chosen.onFailure = events.contains(RollbackEvent.DEPLOYMENT_FAILURE);
        chosen.onAlarm = events.contains(RollbackEvent.DEPLOYMENT_STOP_ON_ALARM);
        chosen.onStop = events.contains(RollbackEvent.DEPLOYMENT_STOP_ON_REQUEST);
        return chosen;
    }

    public boolean isOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(boolean onFailure) {
        this.onFailure = onFailure;
    }

    public boolean isOnAlarm() {
        return onAlarm;
    }

    @DataBoundSetter
    public void setOnAlarm(boolean onAlarm) {
        this.onAlarm = onAlarm;
    }

    public boolean isOnStop() {
        return onStop;
    }

    @DataBoundSetter
    public void setOnStop(boolean onStop) {
        this.onStop = onStop;
    }

    /** Whether nothing is rolled back automatically, whatever the deployment group says. */
    public boolean isDisabled() {
        return disabled;
    }

    @DataBoundSetter
    public void setDisabled(boolean disabled) {
        this.disabled = disabled;
    }

    /**
     * The chosen events; empty where it is disabled.
     *
     * @throws InvalidInputException where nothing is chosen, or events although it is disabled
     */
    @NonNull
    public Set<RollbackEvent> toEvents() {
        Set<RollbackEvent> events = EnumSet.noneOf(RollbackEvent.class);
        if (onFailure) {
            events.add(RollbackEvent.DEPLOYMENT_FAILURE);
        }
        if (onAlarm) {
            events.add(RollbackEvent.DEPLOYMENT_STOP_ON_ALARM);
        }
        if (onStop) {
            events.add(RollbackEvent.DEPLOYMENT_STOP_ON_REQUEST);
        }
        if (disabled != events.isEmpty()) {
            throw new InvalidInputException(
                    "autoRollback", Text.of(disabled ? "deploy.autoRollback.both" : "deploy.autoRollback.nothing"));
        }
        return events;
    }

    @Extension
    @Symbol("autoRollback")
    public static final class DescriptorImpl extends Descriptor<AutoRollback> {
        @Override
        public String getDisplayName() {
            return Messages.AutoRollback_displayName();
        }
    }
}
