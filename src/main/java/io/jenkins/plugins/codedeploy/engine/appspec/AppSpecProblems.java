package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.Serial;
import java.util.List;

/** All errors of an AppSpec file and its bundle, so that they can be fixed at once. */
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

    /** Returns the errors in the order of their lines. */
    @NonNull
    public List<Text> problems() {
        return List.of(problems);
    }

    private static Text summary(String name, List<Text> problems) {
        return problems.size() == 1
                ? Text.of("appspec.problem", name, problems.get(0))
                : Text.of("appspec.problems", name, problems.size()).withItems(problems);
    }
}
