package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What all results together say. */
public final class PreflightSummary {
    private final List<CheckResult> results;

    public PreflightSummary(@NonNull List<CheckResult> results) {
        this.results = List.copyOf(results);
    }

    /** How many checks there were, and how each ended. */
    @NonNull
    public Text counts() {
        return Text.of(
                "preflight.summary",
                results.size(),
                count(Status.PASSED),
                count(Status.FAILED),
                count(Status.NOT_PROVABLE),
                count(Status.NOT_PERMITTED_TO_LOOK),
                count(Status.NOT_CHECKED),
                count(Status.NOT_APPLICABLE));
    }

    private long count(Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /** What was not checked, with the reason; what only a deployment shows, and what to look for if one fails. */
    @NonNull
    public List<Text> notes() {
        List<Text> notes = new ArrayList<>();
        Map<String, List<CheckResult>> reasons = results.stream()
                .filter(result -> result.status() == Status.NOT_CHECKED)
                .collect(Collectors.groupingBy(
                        result -> result.finding().code(), LinkedHashMap::new, Collectors.toList()));
        reasons.values()
                .forEach(unchecked -> notes.add(
                        Text.of("preflight.notChecked", unchecked.get(0).finding(), ids(unchecked))));
        List<CheckResult> later =
                results.stream().filter(CheckResult::onlyInDeployment).toList();
        if (!later.isEmpty()) {
            notes.add(Text.of("preflight.later", ids(later)));
            later.forEach(result -> causes(result)
                    .forEach(cause -> notes.add(Text.of("preflight.later.one", result.id(), cause.why()))));
        }
        return notes;
    }

    private static List<Guidance.Cause> causes(CheckResult result) {
        Problem problem = result.problem();
        Guidance guidance = problem == null ? null : problem.guidance();
        return guidance == null ? List.of() : guidance.causes();
    }

    /**
     * Everything that did not pass though it applies. CreateDeployment itself is not among it if all that it depends on
     * passed, since no call proves it beforehand.
     */
    @NonNull
    public List<CheckResult> unproved() {
        return results.stream()
                .filter(result -> result.status() != Status.PASSED && result.status() != Status.NOT_APPLICABLE)
                .filter(result -> result.check() != Check.CREATE || !result.onlyInDeployment())
                .toList();
    }

    /** Such as {@code bucket-policy, upload}. */
    @NonNull
    public static String ids(@NonNull List<CheckResult> results) {
        return results.stream().map(CheckResult::id).collect(Collectors.joining(", "));
    }
}
