package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with an AppSpec, so that it takes one round to mend it. */
public final class AppSpecProblems extends EngineException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Text[] problems;

    /**
     * @param name of the file
     * @param problems at least one, each beginning with its line
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
            return Text.of("appspec.problem", name, problems.get(0));
        }
        String all = problems.stream().map(Text::toString).collect(Collectors.joining("; "));
        return Text.of("appspec.problems", name, problems.size(), all);
    }
}
