package io.jenkins.plugins.codedeploy.account;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.ItemGroup;
import java.util.ArrayList;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/** The target accounts that a folder defines for the jobs within it. */
public final class FolderTargets extends AbstractFolderProperty<AbstractFolder<?>> {
    private final List<TargetAccount> targets;

    private FolderTargets(List<TargetAccount> targets, boolean asTyped) {
        if (!asTyped) {
            TargetRules.checkAll(targets, false);
        }
        this.targets = new ArrayList<>(targets);
    }

    /** @throws IllegalArgumentException where two share a name, or one cannot work or asks for more than a folder may */
    @DataBoundConstructor
    public FolderTargets(@CheckForNull List<TargetAccount> targets) {
        this(Util.fixNull(targets), false);
    }

    @NonNull
    public List<TargetAccount> getTargets() {
        return List.copyOf(Util.fixNull(targets));
    }

    /** Absent without the plugin that brings folders: its supertype is missing then. */
    @Extension(optional = true)
    @Symbol("codeDeployTargets")
    public static final class DescriptorImpl extends AbstractFolderPropertyDescriptor implements TargetSource {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FolderTargets_displayName();
        }

        /**
         * None where the form names no target. Keeps also what cannot work: an error page would lose everything that
         * was typed, while the form shows the error at its field, and no job can use the target account.
         */
        @Override
        public AbstractFolderProperty<?> newInstance(@CheckForNull StaplerRequest2 req, JSONObject form) {
            if (req == null) {
                return null;
            }
            List<TargetAccount> given =
                    req.bindJSONToList(TargetAccount.class, FormFields.withoutBlanks(form.opt("targets")));
            return given.isEmpty() ? null : new FolderTargets(given, true);
        }

        @Override
        public List<TargetAccount> targetsOf(ItemGroup<?> group) {
            FolderTargets property = group instanceof AbstractFolder<?> folder
                    ? folder.getProperties().get(FolderTargets.class)
                    : null;
            return property == null ? List.of() : property.getTargets();
        }
    }
}
