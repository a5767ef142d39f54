package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.FieldNames;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** A command that reports its result, even if it fails. */
abstract class EngineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /**
     * Runs the command.
     *
     * @param result filled in step by step, so that the output of a failure contains what was done before it
     * @return the exit code
     */
    abstract int run(Console console, ObjectNode result) throws Exception;

    @Override
    public final Integer call() throws Exception {
        Console console = Main.console(spec);
        ObjectNode result = Console.object();
        Problem problem;
        try {
            int exitCode = run(console, result);
            console.result(result);
            return exitCode;
        } catch (InvalidInputException e) {
            problem = Problem.of(Text.of("engine.field", FieldNames.reference(e.field()), e.text()));
        } catch (EngineException e) {
            problem = e.problem();
        } catch (IOException | SdkException e) {
            problem = Problem.of(Text.of("engine.failed", AwsErrors.message(e)));
        }
        console.tell(problem);
        result.set("problem", Console.problem(problem));
        console.result(result);
        return Console.BAD_INPUT;
    }

    static double seconds(long begun) {
        return Math.round((System.nanoTime() - begun) / 1e8) / 10.0;
    }
}
