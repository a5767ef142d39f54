package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult;
import java.io.Serial;
import java.io.Serializable;
import java.util.Locale;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** One check, as a Pipeline script gets it. */
public final class CheckReport implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final String check;
    private final int step;
    private final int checkedStep;
    private final String status;
    private final String finding;
    private final String guidance;

    CheckReport(@NonNull CheckResult result, @NonNull Locale locale) {
        check = result.id();
        step = result.step().number();
        checkedStep = result.check().step().number();
        status = result.status().name();
        finding = result.finding().in(locale);
        guidance = guidance(result, locale);
    }

    /** The lines below the finding; the finding itself is the first. */
    private static String guidance(CheckResult result, Locale locale) {
        Problem problem = result.problem();
        if (problem == null) {
            return null;
        }
        String rest = problem.in(locale).substring(problem.summary().in(locale).length());
        return rest.isBlank() ? null : rest.strip();
    }

    /** Such as {@code bucket-policy}; stable. */
    @NonNull
    @Whitelisted
    public String getCheck() {
        return check;
    }

    /** Of AWS's guide, 1 to 5: where a check failed, the one that its cause belongs to. */
    @Whitelisted
    public int getStep() {
        return step;
    }

    /**
     * {@code PASSED}, {@code FAILED}, {@code NOT_PERMITTED_TO_LOOK}, {@code NOT_PROVABLE}, {@code NOT_CHECKED},
     * {@code NOT_APPLICABLE}.
     */
    @NonNull
    @Whitelisted
    public String getStatus() {
        return status;
    }

    /** One sentence. */
    @NonNull
    @Whitelisted
    public String getFinding() {
        return finding;
    }

    /** Why, and what fixes it, in several lines; null where there is nothing to say. */
    @CheckForNull
    @Whitelisted
    public String getGuidance() {
        return guidance;
    }

    @Whitelisted
    public boolean isFailed() {
        return status.equals(CheckResult.Status.FAILED.name());
    }

    @Override
    @Whitelisted
    public String toString() {
        return String.format(Locale.ROOT, "%d %-17s %-21s %s", checkedStep, check, status, finding);
    }
}
