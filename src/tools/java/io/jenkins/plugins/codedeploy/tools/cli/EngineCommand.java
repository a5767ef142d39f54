package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** A command that ends with one line of JSON, also when it fails. */
abstract class EngineCommand implements Callable<Integer> {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pace",
            hidden = true,
            defaultValue = "1",
            description = "how much faster than AWS the other side runs: for a simulated one")
    private double pace;

    abstract int run(Console console) throws Exception;

    @Override
    public final Integer call() throws Exception {
        Console console = new Console(spec);
        try {
            return run(console);
        } catch (InvalidInputException e) {
            return fail(console, Problem.of(Text.of("engine.field", e.field(), e.text())));
        } catch (EngineException e) {
            return fail(console, e.problem());
        } catch (IOException | SdkException e) {
            return fail(console, Problem.of(Text.of("engine.failed", e.getMessage())));
        }
    }

    EngineRuntime runtime() {
        return new EngineRuntime(EngineTimes.DEFAULTS.faster(pace), CALL_TIMEOUT);
    }

    static double seconds(long begun) {
        return Math.round((System.nanoTime() - begun) / 1e8) / 10.0;
    }

    private static int fail(Console console, Problem problem) {
        console.progress(problem.toString());
        ObjectNode result = Console.object();
        result.set("problem", Console.problem(problem));
        console.result(result);
        return Console.BAD_INPUT;
    }
}
