package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import io.jenkins.plugins.codedeploy.simulator.http.Faults;
import io.jenkins.plugins.codedeploy.simulator.instance.EventDiagnostics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/troubleshooting.md} says of failures that the setup is not to blame for. */
@Timeout(120)
class SymptomsTest {
    private static final String LOG = "LifecycleEvent - AfterInstall\nScript - scripts/after.sh\n[stderr]no disk\n";

    @TempDir
    Path folder;

    /** A text that AWS says, how it comes about, and what our explanation adds. */
    private record Symptom(String said, Misconfiguration.Seed seed, List<String> told) {
        @Override
        public String toString() {
            return said;
        }
    }

    private static Map<String, Symptom> known() {
        Map<String, Symptom> all = new TreeMap<>();
        for (Symptom symptom : List.of(
                script("HEALTH_CONSTRAINTS", "ScriptFailed"),
                script("ScriptFailed", "ScriptFailed"),
                script("ScriptTimedOut", "ScriptTimedOut"),
                script("ScriptMissing", "ScriptMissing"),
                script("ScriptNotExecutable", "ScriptNotExecutable"),
                new Symptom(
                        "The deployment failed because a specified file already exists at this location",
                        SymptomsTest::fileIsThere,
                        List.of("Set fileExistsBehavior to OVERWRITE")),
                new Symptom(
                        "InvalidAccessKeyId",
                        a -> refuse(a, "s3", "InvalidAccessKeyId", "The AWS Access Key Id does not exist."),
                        List.of("AWS does not know the access key of credential \"aws-dev\"")),
                new Symptom(
                        "The security token included in the request is invalid",
                        a -> refuse(
                                a,
                                "sts",
                                "InvalidClientTokenId",
                                "The security token included in the request is invalid."),
                        List.of("AWS does not know the access key of credential \"aws-dev\"")),
                new Symptom(
                        "ExpiredToken",
                        a -> refuse(a, "s3", "ExpiredToken", "The provided token has expired."),
                        List.of("The session token of credential \"aws-dev\" has expired")),
                new Symptom(
                        "SignatureDoesNotMatch",
                        a -> refuse(a, "s3", "SignatureDoesNotMatch", "The signature does not match."),
                        List.of("The secret access key of credential \"aws-dev\" is wrong")),
                new Symptom(
                        "RequestTimeTooSkewed",
                        a -> refuse(a, "s3", "RequestTimeTooSkewed", "The difference is too large."),
                        List.of("The difference between the clock of this machine and AWS's")))) {
            all.put(symptom.said(), symptom);
        }
        return all;
    }

    static Stream<Symptom> all() {
        return known().values().stream();
    }

    private static Symptom script(String said, String errorCode) {
        EventDiagnostics outcome =
                new EventDiagnostics(errorCode, "scripts/after.sh", "Script at specified location: " + errorCode, LOG);
        return new Symptom(
                said,
                a -> a.host.on("AfterInstall", Behavior.fail(outcome)),
                List.of("First cause", "AfterInstall", "scripts/after.sh", errorCode, "no disk"));
    }

    private static void fileIsThere(BuiltAccounts accounts) throws Exception {
        Path there = accounts.host.root().resolve("var/www/index.html");
        Files.createDirectories(there.getParent());
        Files.writeString(there, "by hand");
        accounts.settings.fileExistsBehavior = "DISALLOW";
    }

    private static void refuse(BuiltAccounts accounts, String service, String code, String message) {
        accounts.aws.faults().next(service, Faults.ANY, 50, Fault.error(403, code, message));
    }

    @Test
    void theTableHasEachOfThemAndNothingElse() throws Exception {
        assertEquals(new TreeSet<>(known().keySet()), new TreeSet<>(TroubleshootingTable.symptoms()));
        assertEquals(known().size(), TroubleshootingTable.symptoms().size());
    }

    @Test
    void theTableOfStatusesHasEachOfThem() throws Exception {
        assertEquals(Stream.of(Status.values()).map(Status::name).toList(), TroubleshootingTable.statuses());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRunSaysItWithItsCause(Symptom symptom) throws Exception {
        try (BuiltAccounts accounts = BuiltAccounts.bucketInSource(folder)) {
            symptom.seed().breaks(accounts);
            Problem problem = accounts.build();
            assertNotNull(problem);
            String told = String.join("\n", accounts.narrated) + "\n" + problem;
            assertTrue(told.contains(symptom.said()), told);
            for (String words : symptom.told()) {
                assertTrue(told.contains(words), words + " in " + told);
            }
        }
    }
}
