package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Installs on new instances, sends the traffic there, and ends the original ones. */
final class BlueGreen extends DeploymentProcess {
    private static final List<String> GREEN =
            Stream.concat(InPlace.INSTALL.stream(), InPlace.ALLOW.stream()).toList();

    private final List<Target> blue = new ArrayList<>();
    private final List<Target> green = new ArrayList<>();

    BlueGreen(@NonNull Realm realm, @NonNull Deployment deployment) {
        super(realm, deployment);
    }

    @Override
    void begin() {
        List<Host> original = group.hosts();
        if (original.isEmpty()) {
            fail("NO_INSTANCES");
            return;
        }
        for (Host host : original) {
            add(green, realm.copyOf(host), "Green", GREEN);
        }
        for (Host host : original) {
            add(blue, host, "Blue", InPlace.BLOCK);
        }
        new Fleet(this, green, InPlace.INSTALL.size(), this::installed, () -> awaitReady(this::shift)).start();
    }

    private void add(List<Target> side, Host host, String label, List<String> events) {
        Target target = new Target(host.id(), realm.arns().instance(host.id()), host, label, events);
        side.add(target);
        deployment.targets.put(target.id, target);
    }

    private void installed(Target target) {
        target.become("Ready");
        target.host.installed = deployment.revision;
    }

    private void shift() {
        List<Target> ready =
                green.stream().filter(t -> t.status().equals("Ready")).toList();
        each(ready, InPlace.INSTALL.size(), GREEN.size(), () -> each(blue, 0, InPlace.BLOCK.size(), this::terminate));
    }

    private void terminate() {
        group.replaceHosts(green.stream()
                .filter(t -> t.status().equals("Succeeded"))
                .map(t -> t.host)
                .toList());
        awaitTermination(this::complete);
    }

    /** All at once; any that fails ends the deployment. */
    private void each(List<Target> targets, int from, int end, Runnable done) {
        int[] left = {targets.size()};
        for (Target target : targets) {
            new TargetRun(this, target, from, end, (finished, well) -> {
                        if (!well) {
                            if (!deployment.isOver()) {
                                fail("HEALTH_CONSTRAINTS");
                            }
                            return;
                        }
                        finished.become("Succeeded");
                        if (--left[0] == 0) {
                            done.run();
                        }
                    })
                    .start();
        }
    }
}
