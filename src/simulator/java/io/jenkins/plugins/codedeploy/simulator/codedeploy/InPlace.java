package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;

/** Installs on the group's own instances. */
final class InPlace extends DeploymentProcess {
    static final List<String> INSTALL = List.of(
            "ApplicationStop",
            "DownloadBundle",
            "BeforeInstall",
            "Install",
            "AfterInstall",
            "ApplicationStart",
            "ValidateService");
    static final List<String> BLOCK = List.of("BeforeBlockTraffic", "BlockTraffic", "AfterBlockTraffic");
    static final List<String> ALLOW = List.of("BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic");

    InPlace(@NonNull Realm realm, @NonNull Deployment deployment) {
        super(realm, deployment);
    }

    @Override
    void begin() {
        List<Host> hosts = group.hosts();
        if (hosts.isEmpty()) {
            fail("NO_INSTANCES");
            return;
        }
        List<String> events = events();
        for (Host host : hosts) {
            boolean current = deployment.revision.equals(host.installed);
            if (!current || !deployment.option("updateOutdatedInstancesOnly")) {
                Target target = new Target(host.id(), realm.arns().instance(host.id()), host, null, events);
                deployment.targets.put(target.id, target);
            }
        }
        if (deployment.targets.isEmpty()) {
            complete();
            return;
        }
        new Fleet(this, List.copyOf(deployment.targets.values()), events.size(), this::installed, this::complete)
                .start();
    }

    private void installed(Target target) {
        target.become("Succeeded");
        target.host.installed = deployment.revision;
    }

    private List<String> events() {
        String option =
                group.settings.path("deploymentStyle").path("deploymentOption").asText();
        if (!option.equals("WITH_TRAFFIC_CONTROL")) {
            return INSTALL;
        }
        List<String> all = new ArrayList<>(BLOCK);
        all.addAll(INSTALL);
        all.addAll(ALLOW);
        return all;
    }
}
