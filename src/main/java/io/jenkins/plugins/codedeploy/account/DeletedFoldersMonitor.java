package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AdministrativeMonitor;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** Tells administrators which target accounts name a folder or job that was deleted. */
@Extension
@Symbol("deletedCodeDeployFolders")
public final class DeletedFoldersMonitor extends AdministrativeMonitor {
    /** One name, and who names it. */
    public static final class Row {
        private final String folder;
        private final List<String> targets;

        private Row(String folder, List<String> targets) {
            this.folder = folder;
            this.targets = targets;
        }

        @NonNull
        public String getFolder() {
            return folder;
        }

        @NonNull
        public String getTargets() {
            return String.join(", ", targets);
        }
    }

    @Override
    public String getDisplayName() {
        return Messages.DeletedFoldersMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return !getRows().isEmpty();
    }

    @Override
    public boolean isSecurity() {
        return true;
    }

    @NonNull
    public List<Row> getRows() {
        return DeletedFolders.get().all().stream()
                .map(folder -> new Row(folder, TargetAccounts.get().naming(folder)))
                .filter(row -> !row.targets.isEmpty())
                .toList();
    }

    /** @param folder that may be used again, by whatever has that name now */
    @RequirePOST
    public HttpResponse doAllow(@QueryParameter String folder) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        DeletedFolders.get().allow(Util.fixNull(folder));
        return HttpResponses.redirectViaContextPath("manage");
    }
}
