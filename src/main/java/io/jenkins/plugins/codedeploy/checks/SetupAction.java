package io.jenkins.plugins.codedeploy.checks;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import io.jenkins.plugins.codedeploy.account.FolderTargets;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.StaplerProxy;

/** The setup of the target accounts of a folder, beside it. */
public final class SetupAction implements Action, StaplerProxy {
    static final String URL = "codedeploy-setup";

    private final AbstractFolder<?> folder;
    private final FolderTargets defined;

    private SetupAction(AbstractFolder<?> folder, FolderTargets defined) {
        this.folder = folder;
        this.defined = defined;
    }

    /** No link for those who may not. */
    @Override
    public String getIconFileName() {
        return FormAccess.mayCall(folder) ? "symbol-key" : null;
    }

    @Override
    public String getDisplayName() {
        return FormAccess.mayCall(folder) ? Messages.SetupLink_displayName() : null;
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    @Override
    public Object getTarget() {
        FormAccess.checkCall(folder);
        return new SetupPage(folder, defined.getTargets());
    }

    /** Absent without the plugin that brings folders. */
    @Extension(optional = true)
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<AbstractFolder> {
        @Override
        public Class<AbstractFolder> type() {
            return AbstractFolder.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull AbstractFolder target) {
            AbstractFolder<?> folder = target;
            FolderTargets defined = folder.getProperties().get(FolderTargets.class);
            return defined == null ? List.of() : List.of(new SetupAction(folder, defined));
        }
    }
}
