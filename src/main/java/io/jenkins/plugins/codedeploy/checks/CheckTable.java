package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightSummary;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a form's check found, for its view, which escapes. */
public final class CheckTable {
    private final List<CheckResult> results;
    private final Locale locale;

    CheckTable(@NonNull List<CheckResult> results, @NonNull Locale locale) {
        this.results = List.copyOf(results);
        this.locale = locale;
    }

    @NonNull
    public List<Row> getRows() {
        return results.stream().map(result -> new Row(result, locale)).toList();
    }

    @NonNull
    public String getSummary() {
        return new PreflightSummary(results).counts().in(locale);
    }

    /** What was not checked, and what only a deployment shows. */
    @NonNull
    public List<String> getNotes() {
        return new PreflightSummary(results)
                .notes().stream().map(note -> note.in(locale)).toList();
    }

    /** The steps of the set-up that the rows name, by number. */
    @NonNull
    public Collection<String> getSteps() {
        Map<Integer, String> steps = new TreeMap<>();
        getRows().forEach(row -> steps.put(row.getStep(), row.getStep() + ": " + row.getStepTitle()));
        return steps.values();
    }

    public boolean isFailed() {
        return has(CheckResult.Status.FAILED);
    }

    /** Class of the summary: where nothing failed because nothing was seen, that is no success. */
    @NonNull
    public String getAlert() {
        return isFailed()
                ? "jenkins-alert-danger"
                : has(CheckResult.Status.PASSED) ? "jenkins-alert-success" : "jenkins-alert-info";
    }

    private boolean has(CheckResult.Status status) {
        return results.stream().anyMatch(result -> result.status() == status);
    }

    /** One check. */
    public static final class Row {
        private final CheckResult result;
        private final Locale locale;

        Row(CheckResult result, Locale locale) {
            this.result = result;
            this.locale = locale;
        }

        @NonNull
        public String getCheck() {
            return result.id();
        }

        public int getStep() {
            return result.check().step().number();
        }

        @NonNull
        public String getStepTitle() {
            return result.check().step().title().in(locale);
        }

        @NonNull
        public String getStatus() {
            return switch (result.status()) {
                case PASSED -> Messages.CheckTable_PASSED();
                case FAILED -> Messages.CheckTable_FAILED();
                case NOT_PERMITTED_TO_LOOK -> Messages.CheckTable_NOT_PERMITTED_TO_LOOK();
                case NOT_PROVABLE -> Messages.CheckTable_NOT_PROVABLE();
                case NOT_CHECKED -> Messages.CheckTable_NOT_CHECKED();
                case NOT_APPLICABLE -> Messages.CheckTable_NOT_APPLICABLE();
            };
        }

        /** Of Jenkins' own symbols and colours, which themes change. */
        @NonNull
        public String getSymbol() {
            return switch (result.status()) {
                case PASSED -> "symbol-check";
                case FAILED -> "symbol-close-circle";
                case NOT_PERMITTED_TO_LOOK -> "symbol-lock-closed";
                case NOT_PROVABLE -> "symbol-help-circle";
                case NOT_CHECKED -> "symbol-help-circle";
                case NOT_APPLICABLE -> "symbol-indeterminate";
            };
        }

        @NonNull
        public String getColor() {
            return switch (result.status()) {
                case PASSED -> "jenkins-!-success-color";
                case FAILED -> "jenkins-!-error-color";
                case NOT_PERMITTED_TO_LOOK, NOT_PROVABLE, NOT_CHECKED -> "jenkins-!-warning-color";
                case NOT_APPLICABLE -> "jenkins-!-text-color-secondary";
            };
        }

        @NonNull
        public String getFinding() {
            Problem problem = result.problem();
            return problem == null ? result.finding().in(locale) : problem.brief(locale);
        }

        /** Shown at once where the check failed. */
        public boolean isFailed() {
            return result.status() == CheckResult.Status.FAILED;
        }

        @NonNull
        public List<Cause> getCauses() {
            Problem problem = result.problem();
            Guidance guidance = problem == null ? null : problem.guidance();
            return guidance == null || result.onlyInDeployment()
                    ? List.of()
                    : guidance.causes().stream()
                            .map(cause -> new Cause(cause, locale))
                            .toList();
        }
    }

    /** The likeliest stands first. */
    public static final class Cause {
        private final Guidance.Cause cause;
        private final Locale locale;

        Cause(Guidance.Cause cause, Locale locale) {
            this.cause = cause;
            this.locale = locale;
        }

        @NonNull
        public String getWhy() {
            return cause.why().in(locale);
        }

        @NonNull
        public List<Fix> getFixes() {
            return cause.remedies().stream()
                    .map(remedy -> new Fix(remedy, locale))
                    .toList();
        }
    }

    /** One thing to do. */
    public static final class Fix {
        private final Remedy remedy;
        private final Locale locale;

        Fix(Remedy remedy, Locale locale) {
            this.remedy = remedy;
            this.locale = locale;
        }

        @NonNull
        public String getInstruction() {
            return remedy.instruction().in(locale);
        }

        /** To be copied; null where the instruction says it all. */
        @CheckForNull
        public String getContent() {
            return remedy.hasContentToCopy() ? remedy.content() : null;
        }
    }
}
