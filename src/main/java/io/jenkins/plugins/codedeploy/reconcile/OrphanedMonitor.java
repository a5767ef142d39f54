package io.jenkins.plugins.codedeploy.reconcile;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** Lists every deployment that runs, or may, and that no build follows. */
@Extension
@Symbol("unfollowedCodeDeployDeployments")
public final class OrphanedMonitor extends AdministrativeMonitor {
    @Override
    public String getDisplayName() {
        return Messages.OrphanedMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return Reconciler.get().isAnyVisible();
    }

    @NonNull
    public List<OrphanedDeployment> getDeployments() {
        return Reconciler.get().visible();
    }

    /** @param key of one that is listed; another is ignored, since it may have come to its end meanwhile */
    @RequirePOST
    public HttpResponse doDismiss(@QueryParameter String key) throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        OrphanedDeployment one = Reconciler.get().find(key);
        if (one != null) {
            one.dismiss(Jenkins.getAuthentication2().getName());
        }
        return HttpResponses.redirectViaContextPath("manage");
    }
}
