package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.diagnosis.NoAnswer;
import java.io.Serializable;

/**
 * What one check found. Texts name accounts, ARNs and AWS's words: show them to those who may configure, escaped.
 *
 * @param check what was looked at
 * @param step of the guide; where a check failed, the one that its problem belongs to
 * @param finding one sentence
 * @param problem where it failed, why and what fixes it; where it is not provable, what to look for. Null otherwise
 * @param onlyInDeployment whether nothing but a deployment can show it
 */
public record CheckResult(
        @NonNull Check check,
        @NonNull GuideStep step,
        @NonNull Status status,
        @NonNull Text finding,
        @CheckForNull Problem problem,
        boolean onlyInDeployment)
        implements Serializable {
    /** How a check can end. */
    public enum Status {
        PASSED,
        FAILED,
        /** AWS does not let this identity see it. */
        NOT_PERMITTED_TO_LOOK,
        /** Shows only in a deployment, or when AWS answers. */
        NOT_PROVABLE,
        /** The values that it needs are not given. */
        NOT_CHECKED,
        NOT_APPLICABLE
    }

    static CheckResult passed(Check check, Text finding) {
        return new CheckResult(check, check.step(), Status.PASSED, finding, null, false);
    }

    static CheckResult notApplicable(Check check, Text why) {
        return new CheckResult(check, check.step(), Status.NOT_APPLICABLE, why, null, false);
    }

    static CheckResult notChecked(Check check, Text why) {
        return new CheckResult(check, check.step(), Status.NOT_CHECKED, why, null, false);
    }

    static CheckResult notPermitted(Check check, Text why, @CheckForNull Problem problem) {
        return new CheckResult(check, check.step(), Status.NOT_PERMITTED_TO_LOOK, why, problem, false);
    }

    static CheckResult failed(Check check, Problem problem) {
        return new CheckResult(check, step(check, problem), Status.FAILED, problem.summary(), problem, false);
    }

    static CheckResult notProvable(Check check, Problem problem) {
        return new CheckResult(check, step(check, problem), Status.NOT_PROVABLE, problem.summary(), problem, false);
    }

    /** Not provable, by whomever and however often it is asked: AWS has no call that tells. */
    static CheckResult onlyInDeployment(Check check, Problem problem) {
        return new CheckResult(check, step(check, problem), Status.NOT_PROVABLE, problem.summary(), problem, true);
    }

    /** Nothing was learnt: AWS gave no useful answer. */
    static CheckResult unknown(Check check, NoAnswer none) {
        return switch (none.kind()) {
            case SILENT -> notProvable(check, none.problem());
            case UNREACHABLE ->
                unknown(check, Text.of("preflight.unreachable", none.service().title()));
            case WITHOUT_CREDENTIALS -> unknown(check, Text.of("preflight.noCredentials"));
        };
    }

    /** Another check tells why. */
    static CheckResult unknown(Check check, Text finding) {
        return new CheckResult(check, check.step(), Status.NOT_PROVABLE, finding, null, false);
    }

    /** The cause may lie in another step than what was checked. */
    private static GuideStep step(Check check, Problem problem) {
        Guidance guidance = problem.guidance();
        return guidance == null || guidance.step() == null ? check.step() : guidance.step();
    }

    /** Of the check, stable: for scripts. */
    @NonNull
    public String id() {
        return check.id();
    }
}
