package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that keeps an AppSpec or its bundle from being deployed, so that one round is enough to fix it. */
public final class AppSpecProblems extends EngineException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Text[] problems;

    /**
     * @param name of the file or parameter
     * @param problems at least one, each beginning with its line where it has one
     */
    AppSpecProblems(@NonNull String name, @NonNull List<Text> problems) {
        super(Problem.of(summary(name, problems)));
        this.problems = problems.toArray(Text[]::new);
    }

    /** One by one, in the order of their lines. */
    @NonNull
    public List<Text> problems() {
        return List.of(problems);
    }

    private static Text summary(String name, List<Text> problems) {
        if (problems.size() == 1) {
            return Text.of(
                    "appspec.problem", name, SingleLine.of(problems.get(0).toString()));
        }
        String all = problems.stream()
                .map(problem -> "\n- " + SingleLine.of(problem.toString()))
                .collect(Collectors.joining());
        return Text.of("appspec.problems", name, problems.size(), all);
    }
}
