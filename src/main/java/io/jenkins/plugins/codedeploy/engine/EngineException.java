package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;

/** An expected failure with a message for the user, who needs no stack trace. Sent from agent to controller. */
public class EngineException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final Problem problem;

    public EngineException(@NonNull Problem problem) {
        this(problem, null);
    }

    /** @param cause for the administrator's log; not needed to understand the problem */
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
