package io.jenkins.plugins.codedeploy.parameters.option;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.codedeploy.engine.deploy.TargetFilter;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundConstructor;

/** Tags of which an instance must have one. */
public final class InstanceTagGroup extends AbstractDescribableImpl<InstanceTagGroup> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final ArrayList<InstanceTag> tags;

    @DataBoundConstructor
    public InstanceTagGroup(List<InstanceTag> tags) {
        this.tags = tags == null ? new ArrayList<>() : new ArrayList<>(tags);
    }

    @NonNull
    public List<InstanceTag> getTags() {
        return List.copyOf(tags);
    }

    @NonNull
    List<TargetFilter.Tag> toTags(UnaryOperator<String> expand) {
        return tags.stream().map(tag -> tag.toTag(expand)).toList();
    }

    @Extension
    public static final class DescriptorImpl extends Descriptor<InstanceTagGroup> {
        @Override
        public String getDisplayName() {
            return Messages.InstanceTagGroup_displayName();
        }
    }
}
