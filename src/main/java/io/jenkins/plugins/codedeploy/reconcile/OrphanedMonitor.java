package io.jenkins.plugins.codedeploy.reconcile;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    /** Rows: the page has other things to tell, too. */
    private static final int MOST_SHOWN = 10;

    /** The deployments to one deployment group of a target account. */
    public static final class Group {
        private final String title;
        private final List<OrphanedDeployment> deployments = new ArrayList<>();

        private Group(String title) {
            this.title = title;
        }

        /** Target account, application and deployment group, as far as they are known; blank for none. */
        @NonNull
        public String getTitle() {
            return title;
        }

        @NonNull
        public List<OrphanedDeployment> getDeployments() {
            return List.copyOf(deployments);
        }
    }

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

    /** The first ones, those to the same deployment group together. */
    @NonNull
    public List<Group> getGroups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (OrphanedDeployment one : getDeployments()) {
            String title = Stream.of(one.getTarget(), one.getPlace())
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(": "));
            groups.computeIfAbsent(title, Group::new).deployments.add(one);
        }
        int room = MOST_SHOWN;
        List<Group> shown = new ArrayList<>();
        for (Group group : groups.values()) {
            if (room > 0) {
                Group part = new Group(group.title);
                part.deployments.addAll(group.deployments.subList(0, Math.min(room, group.deployments.size())));
                room -= part.deployments.size();
                shown.add(part);
            }
        }
        return shown;
    }

    /** How many are listed but not shown; the build of each tells of it. */
    public int getHidden() {
        return Math.max(0, getDeployments().size() - MOST_SHOWN);
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

    /** Those that are not shown, too. */
    @RequirePOST
    public HttpResponse doDismissAll() throws IOException {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        for (OrphanedDeployment one : getDeployments()) {
            one.dismiss(Jenkins.getAuthentication2().getName());
        }
        return HttpResponses.redirectViaContextPath("manage");
    }
}
