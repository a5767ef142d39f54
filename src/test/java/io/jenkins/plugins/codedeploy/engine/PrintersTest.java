package io.jenkins.plugins.codedeploy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEvent;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentNarrator;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.upload.PushNarrator;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of instances, workspaces and AWS breaks no line of a log, whatever prints it. */
class PrintersTest {
    private static final Path RESOURCES = Path.of(
                    System.getProperty("project.root", ".."), "src/main/resources/io/jenkins/plugins/codedeploy/engine")
            .toAbsolutePath()
            .normalize();

    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\r\nb", "a\u0085b", "a\u2028b", "a\u2029b", "a\u000bb", "a\fb", "a\tb"})
    void everyLineEndIsABlank(String text) {
        assertEquals("a b", SingleLine.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001b[2Jb",
                "a\u009b2Jb",
                "a\u001b[8mha:b",
                "a\u202eb",
                "a\u2066b",
                "a\u200fb",
                "a\u061cb",
                "a\0b",
                "a\u007fb",
                "a\bb",
                "a\ufeffb",
                "a\u200bb",
                "a\ud83db",
                "a\udb40\udc41b"
            })
    void nothingSteersATerminalOrTurnsTheLine(String text) {
        String line = SingleLine.of(text);
        assertTrue(Hostile.isHarmless(line), line);
        assertTrue(line.startsWith("a") && line.endsWith("b"), line);
    }

    @Test
    void everyTextOfTheEngineIsHarmlessWithAnyArgument() throws IOException {
        Object[] arguments = new Object[10];
        Arrays.fill(arguments, Hostile.TEXT);
        int codes = 0;
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            for (Path file : files.filter(f -> f.endsWith("Texts.properties")).toList()) {
                Properties words = new Properties();
                try (Reader in = Files.newBufferedReader(file)) {
                    words.load(in);
                }
                for (String code : words.stringPropertyNames()) {
                    String text = Text.of(code, arguments).in(Locale.ROOT);
                    assertTrue(Hostile.isHarmless(text), code + ": " + text);
                    codes++;
                }
            }
        }
        assertTrue(codes > 300, codes + " texts");
    }

    @Test
    void everyEventIsToldInHarmlessLines() {
        DeploymentNarrator narrator = new DeploymentNarrator(Language.ENGLISH, lines::add);
        int told = 0;
        for (Class<?> event : DeploymentEvent.class.getPermittedSubclasses()) {
            narrator.event((DeploymentEvent) Hostile.record(event));
            assertTrue(lines.size() > told, event + " is told");
            told = lines.size();
        }
        TargetState.Event failed = new TargetState.Event(
                Hostile.TEXT, "Failed", null, null, Hostile.TEXT, Hostile.TEXT, Hostile.TEXT, Hostile.TEXT);
        TargetState target = new TargetState(Hostile.TEXT, "Failed", Hostile.TEXT, List.of(failed));
        narrator.failures(
                new Outcome(Outcome.Kind.FAILED, Hostile.TEXT, null, null, List.of(target), Hostile.problem()));
        check();
    }

    @Test
    void aPushIsToldInHarmlessLines() {
        PushNarrator narrator = new PushNarrator(Language.ENGLISH, lines::add);
        narrator.surveyed(Hostile.record(Survey.class));
        narrator.digested(Hostile.TEXT);
        narrator.note(Text.of("engine.field", Hostile.TEXT, Hostile.TEXT));
        check();
    }

    /** It has several lines, all of them ours. */
    @Test
    void aProblemHasNoLineButOurs() {
        Problem problem = Hostile.problem();
        problem.in(Locale.ROOT).lines().forEach(lines::add);
        problem.brief(Locale.ROOT).lines().forEach(lines::add);
        new EngineException(problem).getMessage().lines().forEach(lines::add);
        lines.add(new InvalidInputException(Hostile.TEXT, Text.of("engine.missing")).getMessage());
        assertFalse(problem.brief(Locale.ROOT).contains("\n"));
        check();
    }

    private void check() {
        assertFalse(lines.isEmpty());
        lines.forEach(line -> assertTrue(Hostile.isHarmless(line), line));
    }
}
