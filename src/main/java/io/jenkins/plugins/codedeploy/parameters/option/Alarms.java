package io.jenkins.plugins.codedeploy.parameters.option;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.codedeploy.engine.deploy.AlarmOverride;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** CloudWatch alarms for this deployment instead of the group's: with no name given, none. */
public final class Alarms extends AbstractDescribableImpl<Alarms> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private String names;
    private boolean ignorePollFailure;

    @DataBoundConstructor
    public Alarms() {
        // no alarm at all is a choice, too
    }

    @CheckForNull
    public String getNames() {
        return names;
    }

    @DataBoundSetter
    public void setNames(String names) {
        this.names = Util.fixEmptyAndTrim(names);
    }

    public boolean isIgnorePollFailure() {
        return ignorePollFailure;
    }

    @DataBoundSetter
    public void setIgnorePollFailure(boolean ignorePollFailure) {
        this.ignorePollFailure = ignorePollFailure;
    }

    @NonNull
    public AlarmOverride toOverride(UnaryOperator<String> expand) {
        List<String> given = TextLists.of(expand.apply(names));
        return new AlarmOverride(!given.isEmpty(), ignorePollFailure, given);
    }

    @Extension
    @Symbol("alarms")
    public static final class DescriptorImpl extends Descriptor<Alarms> {
        @Override
        public String getDisplayName() {
            return Messages.Alarms_displayName();
        }
    }
}
