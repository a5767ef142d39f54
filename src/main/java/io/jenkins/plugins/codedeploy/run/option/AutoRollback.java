package io.jenkins.plugins.codedeploy.run.option;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.codedeploy.engine.deploy.RollbackEvent;
import java.io.Serial;
import java.io.Serializable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** When CodeDeploy rolls this deployment back by itself: with no event chosen, never. */
public final class AutoRollback extends AbstractDescribableImpl<AutoRollback> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private boolean onFailure;
    private boolean onAlarm;
    private boolean onStop;

    @DataBoundConstructor
    public AutoRollback() {
        // every event is optional
    }

    /** @param events in CodeDeploy's own words, such as {@code DEPLOYMENT_FAILURE} */
    @NonNull
    public static AutoRollback of(@NonNull Collection<?> events) {
        AutoRollback chosen = new AutoRollback();
        for (Object event : events) {
            switch (RollbackEvent.parse(String.valueOf(event))) {
                case DEPLOYMENT_FAILURE -> chosen.onFailure = true;
                case DEPLOYMENT_STOP_ON_ALARM -> chosen.onAlarm = true;
                case DEPLOYMENT_STOP_ON_REQUEST -> chosen.onStop = true;
            }
        }
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
