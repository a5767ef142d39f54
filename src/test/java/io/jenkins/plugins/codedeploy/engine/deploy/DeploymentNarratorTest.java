package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.watch.DeploymentStatus;
import io.jenkins.plugins.codedeploy.engine.watch.Overview;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeploymentNarratorTest {
    private static final String ID = "d-ABCDEFGHI";
    /** Whatever an instance or AWS may say: breaks of lines, colours of a terminal, a turned direction. */
    private static final String EVIL =
            "a\r\nFinished: SUCCESS\u2028b\u0085c\u001b[2J\u009b31m\u0000d\u202egpj.exe\u200b\u000be\tf";

    private final List<String> lines = new ArrayList<>();
    private final DeploymentNarrator narrator = new DeploymentNarrator(Language.ENGLISH, lines::add);

    @Test
    void nothingThatOthersSayBreaksOutOfItsLine() {
        Problem problem = new Problem(Text.of("aws.cause", EVIL), Text.of("aws.cause", EVIL), null);
        List<DeploymentEvent> events = List.of(
                new DeploymentEvent.WaitingForGroup(EVIL, EVIL),
                new DeploymentEvent.CreateDelayed(problem, Duration.ofSeconds(4)),
                new DeploymentEvent.AnswerLost(problem),
                new DeploymentEvent.ConfirmedAbsent(),
                new DeploymentEvent.Created(EVIL, EVIL, false),
                new DeploymentEvent.Created(EVIL, EVIL, true),
                new DeploymentEvent.MonitoringStarted(EVIL, EVIL),
                new DeploymentEvent.Progress(snapshot(EVIL, Overview.NONE)),
                new DeploymentEvent.Progress(snapshot(EVIL, new Overview(1, 0, 0, 0, 0, 0))),
                new DeploymentEvent.StillRunning(snapshot(EVIL, Overview.NONE), Duration.ofMinutes(12)),
                new DeploymentEvent.Targets(ID, List.of(target(EVIL, EVIL))),
                new DeploymentEvent.TargetsRefused(problem),
                new DeploymentEvent.TroubleBegan(problem),
                new DeploymentEvent.TroubleEnded(Duration.ofMinutes(2)),
                new DeploymentEvent.Ready(EVIL, false),
                new DeploymentEvent.Ready(EVIL, true),
                new DeploymentEvent.ContinueRefused(problem),
                new DeploymentEvent.TrafficShifted(EVIL),
                new DeploymentEvent.TerminationWaitSkipped(EVIL),
                new DeploymentEvent.RollbackStarted(EVIL, EVIL),
                new DeploymentEvent.StopRequested(EVIL, true, DeploymentHandle.AbortCause.ASKED),
                new DeploymentEvent.StopRequested(EVIL, false, DeploymentHandle.AbortCause.TIMEOUT),
                new DeploymentEvent.StopRefused(problem),
                new DeploymentEvent.NotRegistered(problem),
                new DeploymentEvent.Note(Text.of("deploy.log.journal", EVIL)),
                new DeploymentEvent.JournalBehind(EVIL));
        events.forEach(narrator::event);

        assertEquals(events.size(), lines.size(), lines.toString());
        lines.forEach(DeploymentNarratorTest::assertHarmless);
    }

    @Test
    void everyKindOfEventIsTold() {
        assertEquals(
                DeploymentEvent.class.getPermittedSubclasses().length,
                22,
                "an event was added: tell it in DeploymentNarrator, and above");
    }

    @Test
    void aLogTailIsIndentedLineByLine() {
        TargetState.Event event = new TargetState.Event(
                "ValidateService",
                "Failed",
                null,
                null,
                "ScriptFailed",
                "validate.sh",
                EVIL,
                "first\nsecond\u001b[31m\r\n" + EVIL);
        narrator.failures(outcome(List.of(new TargetState("i-1", "Failed", null, List.of(event)))));

        lines.forEach(DeploymentNarratorTest::assertHarmless);
        assertEquals("  Target  Event            Code          Script       Message", lines.get(0));
        assertTrue(
                lines.get(1).startsWith("  i-1     ValidateService  ScriptFailed  validate.sh  a"), lines.toString());
        assertEquals("    | first", lines.get(2));
        assertEquals("    | second[31m", lines.get(3));
        assertTrue(lines.stream().skip(2).allMatch(line -> line.startsWith("    | ")), lines.toString());
    }

    @Test
    void targetsThatFailedInTheSameWayShareARowAndALogTail() {
        TargetState.Event event = new TargetState.Event(
                "ApplicationStart", "Failed", null, null, "ScriptFailed", "start.sh", "exit code 1", "tail");
        narrator.failures(outcome(List.of(
                new TargetState("i-1", "Failed", null, List.of(event)),
                new TargetState("i-2", "Failed", null, List.of(event)))));
        assertEquals(3, lines.size(), lines.toString());
        assertTrue(lines.get(1).startsWith("  2 targets (i-1 first)  ApplicationStart"), lines.toString());
        assertEquals("    | tail", lines.get(2));
    }

    @Test
    void failuresStandInColumnsWhateverOneOfThemSays() {
        String arn = "arn:aws:ecs:eu-central-1:222222222222:service/production/a-very-long-name";
        TargetState.Event bare = new TargetState.Event("AllowTraffic", "Failed", null, null, null, null, null, null);
        TargetState.Event script = new TargetState.Event(
                "ApplicationStart", "Failed", null, null, "ScriptTimedOut", "start.sh", "took too long", "tail");
        TargetState.Event good = new TargetState.Event("Install", "Succeeded", null, null, null, null, null, null);
        narrator.failures(outcome(List.of(
                new TargetState("i-0123456789abcdef0", "Failed", null, List.of(good, script)),
                new TargetState(arn, "Failed", null, List.of(bare)))));

        assertEquals(
                List.of(
                        "  Target               Event             Code            Script    Message",
                        "  i-0123456789abcdef0  ApplicationStart  ScriptTimedOut  start.sh  took too long",
                        "    | tail",
                        "  " + arn + "  AllowTraffic      Failed"),
                lines);
    }

    @Test
    void whereNothingFailedThereIsNoTable() {
        narrator.failures(outcome(List.of()));
        assertEquals(List.of(), lines);
    }

    @Test
    void repetitionsAreNotTold() {
        DeploymentEvent progress = new DeploymentEvent.Progress(snapshot("InProgress", new Overview(1, 1, 0, 0, 0, 0)));
        DeploymentEvent targets = new DeploymentEvent.Targets(ID, List.of(target("i-1", "Succeeded")));
        for (int i = 0; i < 3; i++) {
            narrator.event(progress);
            narrator.event(targets);
        }

        assertEquals(2, lines.size(), lines.toString());
        assertEquals(
                "  " + ID + "  i-1  BeforeInstall  Succeeded  (2 s)",
                lines.get(1).replace("2.0 s", "2 s"));
    }

    @Test
    void whatWasSkippedOnATargetIsOneLineAndZeroIsNotCounted() {
        List<TargetState.Event> events = Stream.of("BeforeInstall", "Install", "AfterInstall")
                .map(name -> new TargetState.Event(name, "Skipped", null, null, null, null, null, null))
                .toList();
        narrator.event(new DeploymentEvent.Targets(ID, List.of(new TargetState("i-1", "Skipped", null, events))));
        narrator.event(new DeploymentEvent.Progress(snapshot("Failed", new Overview(0, 0, 1, 1, 1, 0))));

        assertEquals(
                List.of(
                        "  " + ID + "  i-1  Skipped: BeforeInstall, Install, AfterInstall",
                        ID + " Failed: 1 of 3 succeeded, 1 failed, 1 skipped"),
                lines);
    }

    @Test
    void aStopTellsItsReason() {
        for (DeploymentHandle.AbortCause cause : DeploymentHandle.AbortCause.values()) {
            narrator.event(new DeploymentEvent.StopRequested(ID, false, cause));
        }

        assertEquals(
                DeploymentHandle.AbortCause.values().length, Set.copyOf(lines).size());
        assertEquals("Stopping deployment " + ID + " because its timeout was reached", lines.get(1));
    }

    /** As AWS is asked: 50 targets a look, each changed once a look. */
    @Test
    void fiveHundredTargetsGiveFewLines() {
        int total = 500;
        for (int done = 0; done <= total; done += 50) {
            List<TargetState> changed = IntStream.range(done, Math.min(total, done + 50))
                    .mapToObj(i -> target("i-" + i, i % 2 == 0 ? "Succeeded" : "InProgress"))
                    .toList();
            if (!changed.isEmpty()) {
                narrator.event(new DeploymentEvent.Targets(ID, changed));
            }
            narrator.event(
                    new DeploymentEvent.Progress(snapshot("InProgress", new Overview(total - done, 0, done, 0, 0, 0))));
        }

        assertEquals(11, lines.size(), lines.toString());
        assertTrue(lines.stream().allMatch(line -> line.contains(" of 500 succeeded")), lines.toString());
    }

    @Test
    void fiveHundredFailuresGiveFewLines() {
        List<TargetState> all = IntStream.range(0, 500)
                .mapToObj(i -> target("i-" + i, "Failed"))
                .toList();
        narrator.event(new DeploymentEvent.Targets(ID, all.subList(0, 250)));
        narrator.event(new DeploymentEvent.Targets(ID, all.subList(250, 500)));
        narrator.event(new DeploymentEvent.Progress(snapshot("Failed", new Overview(0, 0, 0, 500, 0, 0))));

        assertEquals(22, lines.size(), lines.toString());
        assertEquals("  More targets failed; showing totals only.", lines.get(20));
        assertTrue(lines.get(21).contains("500 failed"), lines.get(21));
    }

    private static void assertHarmless(String line) {
        assertFalse(
                line.chars()
                        .anyMatch(c -> Character.getType(c) == Character.CONTROL
                                || Character.getType(c) == Character.FORMAT
                                || c == '\u2028'),
                line);
        assertEquals(1, line.lines().count(), line);
    }

    private static TargetState target(String id, String status) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        return new TargetState(
                id,
                status,
                null,
                List.of(new TargetState.Event(
                        "BeforeInstall", status, start, start.plusSeconds(2), null, null, null, null)));
    }

    private static Snapshot snapshot(String status, Overview overview) {
        return new Snapshot.Builder(ID, new DeploymentStatus(status))
                .application("shop")
                .deploymentGroup("production")
                .overview(overview)
                .build();
    }

    private static Outcome outcome(List<TargetState> failed) {
        return new Outcome(Outcome.Kind.FAILED, ID, null, null, failed, null);
    }
}
