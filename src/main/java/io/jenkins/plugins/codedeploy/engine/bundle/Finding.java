package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.Serializable;

/**
 * Something to know about an AppSpec or its bundle.
 *
 * @param line of the AppSpec, from 1; 0 where it is about no line
 * @param text without the line
 */
public record Finding(int line, @NonNull Kind kind, @NonNull Text text) implements Serializable {
    /** What follows from it. */
    public enum Kind {
        /** No supported instance agent reads the AppSpec. */
        REFUSED,
        /** The AppSpec can be read, but the deployment surely fails. */
        FAILS,
        /** Agents of one generation refuse it, or they do what is probably not meant. */
        WARNING
    }

    @NonNull
    static Finding of(int line, @NonNull Kind kind, @NonNull String code, Object... args) {
        return new Finding(line, kind, Text.of(code, args));
    }

    public boolean isError() {
        return kind != Kind.WARNING;
    }
}
