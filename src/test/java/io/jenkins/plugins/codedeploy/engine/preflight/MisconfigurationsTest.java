package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Remedy.Kind;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each misconfiguration is named with its step, and fixed by what is printed, beforehand and afterwards. */
@Timeout(180)
class MisconfigurationsTest {
    /** What shows in no look from outside, and is no part of the setup's documents. */
    static final List<String> BEYOND_PREFLIGHT =
            List.of("the account's quota of deployments is exhausted", "the object is not the one that was meant");

    private static final List<Kind> WEAKENING = List.of(Kind.REMOVE_DENIAL, Kind.LIFT_CONDITION);

    @TempDir
    Path folder;

    private List<Remedy> fixed = List.of();
    /** Which cause they belong to. */
    private int at;

    static Stream<Misconfiguration> all() {
        return Misconfigurations.all().stream();
    }

    /** Under both of AWS's readings of the resource of calls on a running deployment. */
    static Stream<Arguments> underBothReadings() {
        return all().flatMap(wrong -> Stream.of(Arguments.of(wrong, true), Arguments.of(wrong, false)));
    }

    private BuiltAccounts broken(Misconfiguration wrong, boolean byArn) throws Exception {
        BuiltAccounts accounts = wrong.world().in(folder);
        accounts.codeDeploy.limits().targetsByArn(byArn);
        wrong.seed().breaks(accounts);
        return accounts;
    }

    @Test
    void thereAreEnough() {
        assertTrue(Misconfigurations.all().size() >= 24);
        assertEquals(
                Misconfigurations.all().size(),
                all().map(Misconfiguration::name).distinct().count());
        assertTrue(all().allMatch(m -> m.source().startsWith("https://docs.aws.amazon.com/")));
    }

    @ParameterizedTest
    @MethodSource("underBothReadings")
    void aRealRunNamesTheStepAndTheFix(Misconfiguration wrong, boolean byArn) throws Exception {
        try (BuiltAccounts accounts = broken(wrong, byArn)) {
            Problem problem = accounts.build();
            assertNotNull(problem, "it is no misconfiguration: the run went well");
            String told = problem.toString();
            if (problem.summary().code().startsWith("deploy.revision.")) {
                assertTrue(accounts.narrated.stream().noneMatch(line -> line.startsWith("Deployment d-")), told);
                Problem unseen = whereTheInstancesRoleIsNotKnown(accounts);
                if (!unseen.summary().code().startsWith("deploy.revision.")) {
                    inOrder(unseen.toString(), wrong.said());
                }
            } else {
                inOrder(told, wrong.said());
            }
            neverWeakens(told, problem.guidance());
            Guidance guidance = problem.guidance();
            assertNotNull(guidance, told);
            assertEquals(
                    wrong.step(), guidance.step() == null ? 0 : guidance.step().number(), told);
            leaksNothing(told, accounts);
            Problem left = fix(accounts, guidance, told);
            assertNull(left, () -> "after " + told + "\nstill " + left);
            TroubleshootingTable.has(wrong, fixed);
        }
        if (at > 0) {
            fixesAlone(wrong, byArn, at);
        }
    }

    /** Then nothing shows before the deployment, and AWS says it itself. */
    private static Problem whereTheInstancesRoleIsNotKnown(BuiltAccounts accounts) throws Exception {
        accounts.settings.instanceRole = null;
        Problem problem = accounts.build();
        accounts.settings.instanceRole = BuiltAccounts.INSTANCES;
        return problem;
    }

    /** Whatever the case: what removes a protection stands last and says so, and what is trusted is narrowed. */
    static void neverWeakens(String told, Guidance guidance) {
        for (Kind kind : WEAKENING) {
            List<Guidance.Cause> causes = guidance.causes();
            for (int i = 0; i < causes.size(); i++) {
                boolean weakens = causes.get(i).remedies().stream().anyMatch(r -> r.kind() == kind);
                boolean onlyWeaker = causes.subList(i, causes.size()).stream()
                        .flatMap(cause -> cause.remedies().stream())
                        .allMatch(r -> WEAKENING.contains(r.kind()));
                assertTrue(!weakens || onlyWeaker, () -> kind + " comes last: " + told);
            }
        }
        for (Guidance.Cause cause : guidance.causes()) {
            for (Remedy remedy : cause.remedies()) {
                assertTrue(
                        remedy.kind() != Kind.ADD_TO_TRUST_POLICY
                                || !remedy.content().contains("\"AWS\"")
                                || remedy.content().contains("sts:ExternalId"),
                        told);
            }
        }
        assertTrue(!told.contains(", ?") && !told.contains("null") && !told.contains("--role-arn"), told);
    }

    /** What was tried before it has no part in it. */
    private void fixesAlone(Misconfiguration wrong, boolean byArn, int cause) throws Exception {
        try (BuiltAccounts accounts = broken(wrong, byArn)) {
            Guidance.Cause found = accounts.build().guidance().causes().get(cause);
            Fixer fixer = new Fixer(accounts);
            for (Remedy remedy : found.remedies()) {
                fixer.apply(remedy);
            }
            Problem left = accounts.build();
            assertNull(left, () -> "with nothing but " + found + "\nstill " + left);
        }
    }

    @Test
    void theTableHasNothingElse() throws Exception {
        assertEquals(Misconfigurations.all().size(), TroubleshootingTable.rows().size());
    }

    @ParameterizedTest
    @MethodSource("underBothReadings")
    void preflightNamesTheStepAndTheFix(Misconfiguration wrong, boolean byArn) throws Exception {
        try (BuiltAccounts accounts = broken(wrong, byArn)) {
            List<CheckResult> results = accounts.preflight();
            String told = GeneratedSetupTest.told(results);
            if (BEYOND_PREFLIGHT.contains(wrong.name())) {
                assertEquals(List.of(), GeneratedSetupTest.of(results, Status.FAILED), told);
                return;
            }
            CheckResult found = results.stream()
                    .filter(r -> r.check() == wrong.check())
                    .findFirst()
                    .orElseThrow();
            assertEquals(wrong.status(), found.status(), told);
            assertEquals(wrong.step(), found.step().number(), told);
            assertNotNull(found.problem(), told);
            if (wrong.status() != Status.FAILED) {
                assertEquals(List.of(), GeneratedSetupTest.of(results, Status.FAILED), told);
            }
            leaksNothing(told, accounts);
            Problem left = fix(accounts, found.problem().guidance(), told);
            assertNull(left, () -> "after " + told + "\nstill " + left);
            List<CheckResult> after = accounts.preflight();
            assertEquals(List.of(), GeneratedSetupTest.of(after, Status.FAILED), () -> GeneratedSetupTest.told(after));
        }
    }

    /** Cause after cause, the likeliest first, until a run goes well. */
    private Problem fix(BuiltAccounts accounts, Guidance guidance, String told) throws Exception {
        Fixer fixer = new Fixer(accounts);
        Problem left = null;
        at = -1;
        for (Guidance.Cause cause : guidance.causes()) {
            at++;
            for (Remedy remedy : cause.remedies()) {
                assertTrue(
                        remedy.content().lines().allMatch(line -> told.contains(line.strip())),
                        () -> remedy + " is printed: " + told);
                try {
                    fixer.apply(remedy);
                } catch (AwsError e) {
                    // What is there already was not the cause: the next one is.
                    assertEquals("EntityAlreadyExists", e.code());
                }
            }
            left = accounts.build();
            if (left == null) {
                fixed = cause.remedies();
                return null;
            }
        }
        return left;
    }

    private static void inOrder(String told, List<String> fragments) {
        int at = 0;
        for (String fragment : fragments) {
            int found = told.indexOf(fragment, at);
            assertTrue(found >= 0, () -> fragment + " in " + told);
            at = found + fragment.length();
        }
    }

    private static void leaksNothing(String told, BuiltAccounts accounts) {
        assertTrue(!told.contains("X-Amz-") && !told.contains("AKIA") && !told.contains("ASIA"), told);
        assertTrue(!told.contains(accounts.secret()), "the secret key is not told");
        assertTrue(
                !told.contains("_ACCOUNT") && !told.contains("INSTANCE_ROLE"),
                () -> "the user's own ARNs stand in what fixes it: " + told);
    }
}
