package io.jenkins.plugins.codedeploy.parameters.option;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.codedeploy.engine.deploy.TargetFilter;
import java.io.Serial;
import java.io.Serializable;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A tag of an instance; an absent key or value means any. */
public final class InstanceTag extends AbstractDescribableImpl<InstanceTag> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private String key;
    private String value;

    @DataBoundConstructor
    public InstanceTag() {
        // either part may be left out
    }

    @CheckForNull
    public String getKey() {
        return key;
    }

    @DataBoundSetter
    public void setKey(String key) {
        this.key = Util.fixEmptyAndTrim(key);
    }

    @CheckForNull
    public String getValue() {
        return value;
    }

    @DataBoundSetter
    public void setValue(String value) {
        this.value = Util.fixEmptyAndTrim(value);
    }

    @NonNull
    TargetFilter.Tag toTag(UnaryOperator<String> expand) {
        return new TargetFilter.Tag(expand.apply(key), expand.apply(value));
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<InstanceTag> {
        @Override
        public String getDisplayName() {
            return Messages.InstanceTag_displayName();
        }
    }
}
