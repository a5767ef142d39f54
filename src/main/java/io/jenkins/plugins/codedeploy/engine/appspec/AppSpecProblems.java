package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.Serial;
import java.util.List;

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
            return Text.of("appspec.problem", name, problems.get(0));
        }
        // as texts: each front end has its own names of the fields in them
        Object all = "";
        for (Text problem : problems) {
            all = Text.of("appspec.item", all, problem);
        }
        return Text.of("appspec.problems", name, problems.size(), all);
    }
}
