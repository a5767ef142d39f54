package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;

/** An expected failure, ready to be told: no stack trace is owed to the user. Crosses from agent to controller. */
public class EngineException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final Problem problem;

    public EngineException(@NonNull Problem problem) {
        this(problem, null);
    }

    /** @param cause for the log of an administrator; never needed to understand the problem */
    public EngineException(@NonNull Problem problem, Throwable cause) {
        super(problem.summary().code(), cause);
        this.problem = problem;
    }

    @NonNull
    public Problem problem() {
        return problem;
    }

    /** The problem in English. Callers that face a person use {@link Problem#in}. */
    @Override
    public String getMessage() {
        return problem.toString();
    }
}
