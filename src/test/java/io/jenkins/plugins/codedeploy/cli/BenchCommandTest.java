package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That every subject is measured, at a size where the numbers mean nothing. */
class BenchCommandTest {
    private static final Path AWS = Path.of("/usr/bin/aws");

    @Test
    void measuresBundling() throws Exception {
        JsonNode measures = bench("limit");
        assertEquals(List.of("bundling"), works(measures));
        assertTrue(measures.get(0).path("ours").asDouble() > 0, measures.toString());
    }

    @Test
    @Tag("slow")
    void measuresTenantsBesideEachOther() throws Exception {
        JsonNode measures = bench("tenants");
        assertEquals(List.of("CreateDeployment", "next look"), works(measures));
        measures.forEach(measure -> assertTrue(
                measure.path("ours").asDouble() > 0 && measure.path("theirs").asDouble() > 0, measures.toString()));
    }

    @Test
    @Tag("slow")
    void measuresMemoryAndWaiting() throws Exception {
        JsonNode measures = bench("memory", "observer");
        assertEquals(
                List.of(
                        "heap of bundling 10 GiB",
                        "calls of 10 waiting",
                        "threads for calls",
                        "heap of a waiting deployment"),
                works(measures));
        assertTrue(measures.get(1).path("ours").asDouble() > 0, measures.toString());
        assertTrue(measures.get(1).path("ratio").asDouble() < 1, measures.toString());
    }

    @Test
    @Tag("slow")
    void pushesBesideAwsCommandLine() throws Exception {
        assumeTrue(Files.isExecutable(AWS), AWS + " is absent: install Debian's awscli to run this test");
        JsonNode measures = bench("push", "--aws", AWS.toString());
        assertEquals(
                List.of(
                        "push of a tree",
                        "push of a tree",
                        "push of a tree that is in the bucket",
                        "push of a tree that is in the bucket",
                        "push of one incompressible file",
                        "push of one incompressible file"),
                works(measures));
        measures.forEach(measure -> assertTrue(
                measure.path("ours").asDouble() > 0 && measure.path("theirs").asDouble() > 0, measures.toString()));
    }

    private static List<String> works(JsonNode measures) {
        List<String> works = new ArrayList<>();
        measures.forEach(measure -> works.add(measure.path("work").asText().replaceFirst(",.*", "")));
        return works;
    }

    private static JsonNode bench(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bench", "--json", "--scale", "0.01", "--runs", "1"));
        command.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), command.toArray(String[]::new));
        assertTrue(exit == Console.SUCCESS || exit == Console.NOT_SUCCESSFUL, err.toString());
        List<String> lines = out.toString().lines().toList();
        JsonNode measures =
                new ObjectMapper().readTree(lines.get(lines.size() - 1)).path("measures");
        assertTrue(measures.isArray() && !measures.isEmpty(), err.toString());
        return measures;
    }
}
