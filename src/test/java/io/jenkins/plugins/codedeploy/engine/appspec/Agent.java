package io.jenkins.plugins.codedeploy.engine.appspec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A checkout of AWS's own instance agent, run by Ruby. */
final class Agent {
    private static final Path SCRIPT = Path.of(
                    System.getProperty("project.root", ".."),
                    "src/test/resources/io/jenkins/plugins/codedeploy/engine/appspec/agent.rb")
            .toAbsolutePath()
            .normalize();

    private final Path temp;

    Agent(Path temp) {
        this.temp = temp;
    }

    /** Null where it is accepted, else the agent's reason; in the order of the questions. */
    List<String> ask(String command, List<String> questions) throws IOException, InterruptedException {
        Path in = Files.write(temp.resolve(command + ".in"), questions);
        Path out = temp.resolve(command + ".out");
        Path errors = temp.resolve(command + ".err");
        Process ruby = new ProcessBuilder("ruby", SCRIPT.toString(), System.getProperty("codedeploy.agent"), command)
                .directory(temp.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        if (ruby.waitFor() != 0) {
            throw new IOException(Files.readString(errors));
        }
        List<String> answers = Files.readAllLines(out);
        if (answers.size() != questions.size()) {
            throw new IOException(answers.size() + " answers to " + questions.size() + " questions");
        }
        return answers.stream()
                .map(line -> line.startsWith("accept") ? null : line.substring(line.indexOf('\t') + 1))
                .toList();
    }
}
