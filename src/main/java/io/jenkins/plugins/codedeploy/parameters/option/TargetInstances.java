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
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The instances of a blue/green deployment's replacement environment. */
public final class TargetInstances extends AbstractDescribableImpl<TargetInstances> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private ArrayList<InstanceTagGroup> tagGroups = new ArrayList<>();
    private String autoScalingGroups;

    @DataBoundConstructor
    public TargetInstances() {
        // tags or Auto Scaling groups, or both
    }

    @NonNull
    public List<InstanceTagGroup> getTagGroups() {
        return List.copyOf(tagGroups);
    }

    @DataBoundSetter
    public void setTagGroups(List<InstanceTagGroup> tagGroups) {
        this.tagGroups = tagGroups == null ? new ArrayList<>() : new ArrayList<>(tagGroups);
    }

    @CheckForNull
    public String getAutoScalingGroups() {
        return autoScalingGroups;
    }

    @DataBoundSetter
    public void setAutoScalingGroups(String autoScalingGroups) {
        this.autoScalingGroups = Util.fixEmptyAndTrim(autoScalingGroups);
    }

    @NonNull
    public TargetFilter toFilter(UnaryOperator<String> expand) {
        return new TargetFilter(
                tagGroups.stream().map(group -> group.toTags(expand)).toList(),
                TextLists.of(expand.apply(autoScalingGroups)));
    }

    @Extension
    @Symbol("targetInstances")
    public static final class DescriptorImpl extends Descriptor<TargetInstances> {
        @Override
        public String getDisplayName() {
            return Messages.TargetInstances_displayName();
        }
    }
}
