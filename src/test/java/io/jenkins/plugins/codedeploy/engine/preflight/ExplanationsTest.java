package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Placeholders;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.preflight.Explanations.Explanation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The true cause comes first, one of the fixes works as printed, and nothing is told that harms. */
@Timeout(180)
class ExplanationsTest {
    /** Told before anything is uploaded. */
    private static final Set<String> EARLY = Set.of(
            "diagnosis.noGroup",
            "diagnosis.noApplication",
            "diagnosis.noExternalId",
            "diagnosis.given",
            "diagnosis.role.ungranted",
            "diagnosis.organization",
            "diagnosis.organization.deny",
            "diagnosis.stsRegion",
            "deploy.configPlatform",
            "deploy.takesNoBundle",
            "aws.credential.secret");

    @TempDir
    Path folder;

    static Stream<Explanation> all() {
        return Explanations.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theTrueCauseComesFirstAndNoFixHarms(Explanation wrong) throws Exception {
        try (BuiltAccounts accounts = wrong.world().in(folder)) {
            wrong.seed().breaks(accounts);
            Problem problem = accounts.build();
            assertNotNull(problem, "it is no misconfiguration: the run went well");
            String told = problem.toString();
            Guidance guidance = problem.guidance();
            boolean caused = guidance != null && !guidance.causes().isEmpty();
            assertEquals(
                    wrong.first(),
                    caused
                            ? guidance.causes().get(0).why().code()
                            : problem.summary().code(),
                    told);
            for (String never : wrong.never()) {
                assertFalse(told.contains(never), () -> never + " in " + told);
            }
            assertFalse(Placeholders.areIn(told), told);
            assertFalse(told.contains("?:"), told);
            if (EARLY.contains(wrong.first())) {
                assertEquals(List.of(), accounts.keys(BuiltAccounts.BUCKET), told);
            }
            if (problem.summary().code().startsWith("deploy.revision.")
                    || problem.summary().code().startsWith("deploy.takesNoAppSpec")
                    || problem.summary().code().startsWith("deploy.appSpecPlatform")) {
                assertTrue(accounts.narrated.isEmpty(), () -> "nothing was created: " + accounts.narrated);
            }
            if (caused) {
                MisconfigurationsTest.neverWeakens(told, guidance);
                assertEquals(wrong.fixable(), isFixed(accounts, guidance), told);
            }
        }
    }

    private static boolean isFixed(BuiltAccounts accounts, Guidance guidance) throws Exception {
        Fixer fixer = new Fixer(accounts);
        for (Guidance.Cause cause : guidance.causes()) {
            for (Remedy remedy : cause.remedies()) {
                fixer.apply(remedy);
            }
            if (!cause.remedies().isEmpty() && accounts.build() == null) {
                return true;
            }
        }
        return false;
    }

    @Test
    void thereAreEnough() {
        assertTrue(Explanations.all().size() >= 25);
    }
}
