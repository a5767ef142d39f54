package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightSummary;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What preflight found, as a Pipeline script gets it. */
public final class PreflightResult implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String INDENT = "      ";

    private final ArrayList<CheckReport> checks;
    private final ArrayList<String> closing;
    private final String unproved;

    public PreflightResult(@NonNull List<CheckResult> results, @NonNull Locale locale) {
        checks = results.stream()
                .map(result -> new CheckReport(result, locale))
                .collect(Collectors.toCollection(ArrayList::new));
        PreflightSummary summary = new PreflightSummary(results);
        closing = new ArrayList<>();
        closing.add(summary.counts().in(locale));
        summary.notes().forEach(note -> closing.add(note.in(locale)));
        unproved = PreflightSummary.ids(summary.unproved());
    }

    /** In the order of the guide's steps. */
    @NonNull
    @Whitelisted
    public List<CheckReport> getChecks() {
        return new ArrayList<>(checks);
    }

    @NonNull
    @Whitelisted
    public List<CheckReport> getFailed() {
        return checks.stream().filter(CheckReport::isFailed).collect(Collectors.toCollection(ArrayList::new));
    }

    /** Whether no check failed; some may not have been provable. */
    @Whitelisted
    public boolean isPassed() {
        return getFailed().isEmpty();
    }

    /** Whether everything that can be proved without a deployment was checked and passed. */
    @Whitelisted
    public boolean isProved() {
        return unproved.isEmpty();
    }

    /** What was not proved, such as {@code targets, service-role}; empty for nothing. */
    @NonNull
    @Whitelisted
    public String getUnproved() {
        return unproved;
    }

    /** Line by line; what fixes a failed check stands below it, and at the end what all checks together say. */
    public void print(@NonNull Consumer<String> lines) {
        for (CheckReport check : checks) {
            lines.accept(check.toString());
            String guidance = check.getGuidance();
            if (check.isFailed() && guidance != null) {
                guidance.lines().forEach(line -> lines.accept(INDENT + line));
            }
        }
        closing.forEach(lines);
    }

    /** Such as {@code bucket-policy (step 2), upload (step 4)}. */
    @NonNull
    public String failures() {
        return getFailed().stream()
                .map(check -> Messages.PreflightResult_failure(check.getCheck(), check.getStep()))
                .collect(Collectors.joining(", "));
    }

    @Override
    @Whitelisted
    public String toString() {
        return checks.stream().map(CheckReport::toString).collect(Collectors.joining("\n"));
    }
}
