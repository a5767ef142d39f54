package io.jenkins.plugins.codedeploy.engine.watch;

import io.jenkins.plugins.codedeploy.engine.aws.Pages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsResponse;

/**
 * Reads the targets of one deployment that may have changed: those that are not done, a few calls at a time.
 *
 * <p>Keeps a hash for each target instead of its state, so that a thousand deployments weigh little.
 */
final class TargetReader {
    /** Of BatchGetDeploymentTargets. */
    private static final int BATCH = 25;
    /** Maximum number of targets per look; the next look continues where this one ended. */
    private static final int MOST_BATCHES = 2;

    private static final Set<String> DONE = Set.of("Succeeded", "Failed", "Skipped");
    /** Number of polls between two reads while the counters do not change, because events do not change them. */
    private static final int PATIENCE = 3;

    private final String deploymentId;
    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private List<String> ids = List.of();
    private int next;
    private int looks;
    private Overview last = Overview.NONE;
    private boolean refused;

    TargetReader(String deploymentId) {
        this.deploymentId = deploymentId;
    }

    /** Whether a look at the targets is worth its calls: always where somebody looks at the deployment. */
    boolean isDue(Snapshot snapshot, boolean lookedAt) {
        if (refused || snapshot.overview().total() == 0) {
            return false;
        }
        return lookedAt
                || snapshot.status().isTerminal()
                || !snapshot.overview().equals(last)
                || ++looks % PATIENCE == 0;
    }

    void refuse() {
        refused = true;
        seen.clear();
        ids = List.of();
    }

    /** @return targets that are new or changed since they were last read */
    List<TargetState> read(CodeDeployClient client, Snapshot snapshot) {
        if (ids.size() != snapshot.overview().total() || snapshot.status().isTerminal()) {
            ids = list(client);
        }
        boolean all = snapshot.status().isTerminal();
        List<TargetState> changed = new ArrayList<>();
        List<String> open = ids.stream().filter(id -> !done.contains(id)).toList();
        int batches = all ? Integer.MAX_VALUE : MOST_BATCHES;
        if (next >= open.size() || all) {
            next = 0;
        }
        while (batches-- > 0 && next < open.size()) {
            List<String> batch = open.subList(next, Math.min(open.size(), next + BATCH));
            next += batch.size();
            client
                    .batchGetDeploymentTargets(r -> r.deploymentId(deploymentId).targetIds(batch))
                    .deploymentTargets()
                    .stream()
                    .limit(batch.size())
                    .forEach(target -> note(TargetState.of(target), changed));
        }
        last = snapshot.overview();
        return changed;
    }

    private void note(TargetState state, List<TargetState> changed) {
        if (seen.size() >= Pages.MOST_ENTRIES && !seen.containsKey(state.id())) {
            return;
        }
        Integer before = seen.put(state.id(), state.hashCode());
        if (before == null || before != state.hashCode()) {
            changed.add(state);
        }
        if (DONE.contains(state.status())) {
            done.add(state.id());
        }
    }

    private List<String> list(CodeDeployClient client) {
        return Pages.all(
                from -> client.listDeploymentTargets(
                        r -> r.deploymentId(deploymentId).nextToken(from)),
                ListDeploymentTargetsResponse::targetIds,
                ListDeploymentTargetsResponse::nextToken);
    }
}
