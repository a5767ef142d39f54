package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.docs.Snippet;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.watch.DeploymentStatus;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTableTest {
    private static final List<String> EVENTS = List.of(
            "ApplicationStop",
            "DownloadBundle",
            "BeforeInstall",
            "Install",
            "AfterInstall",
            "ApplicationStart",
            "ValidateService");

    private final LiveTable table = new LiveTable();

    /** The capture in the documents is what is shown. */
    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void isAsDocumented(int width) throws IOException {
        table.event(new DeploymentEvent.Progress(
                new Snapshot.Builder("d-71CV3SGCM", new DeploymentStatus("InProgress")).build()));
        table.event(new DeploymentEvent.Targets(
                "d-71CV3SGCM",
                List.of(
                        target("i-0a1b2c3d4e5f60711", "Succeeded", 7, null),
                        target("i-0a1b2c3d4e5f60722", "InProgress", 4, "InProgress"),
                        target("i-0a1b2c3d4e5f60733", "Failed", 5, "Failed"),
                        target("i-0a1b2c3d4e5f60744", "Pending", 0, null))));
        List<String> lines = table.lines(width);
        String shown = "```text\n" + String.join("\n", lines) + "\n```\n";
        String documented = Files.readString(Snippet.root().resolve("docs/command-line.md"));
        assertTrue(documented.contains(shown), shown);
        lines.forEach(line -> assertTrue(line.length() < width, line));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 79, 300})
    void fitsEveryTerminal(int width) {
        List<TargetState> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(target("a".repeat(60) + i, i % 3 == 0 ? "Failed" : "InProgress", i % 7, "Failed"));
        }
        table.event(new DeploymentEvent.Targets("d-71CV3SGCM", many));
        List<String> lines = table.lines(width);
        assertEquals(14, lines.size());
        lines.forEach(line -> assertTrue(line.length() < width, line));
        assertTrue(lines.get(13).strip().startsWith("and 28 more"), lines.get(13));
    }

    @Test
    void showsNothingBeforeThereIsATarget() {
        assertEquals(List.of(), table.lines(80));
    }

    private static TargetState target(String id, String status, int over, String current) {
        List<TargetState.Event> events = new ArrayList<>();
        for (int i = 0; i < EVENTS.size(); i++) {
            String of = i < over ? "Succeeded" : i == over && current != null ? current : "Pending";
            boolean failed = of.equals("Failed");
            events.add(new TargetState.Event(
                    EVENTS.get(i),
                    of,
                    null,
                    null,
                    failed ? "ScriptFailed" : null,
                    failed ? "scripts/start.sh" : null,
                    null,
                    null));
        }
        return new TargetState(id, status, null, events);
    }
}
