package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.Serial;

/** The files of a revision cannot be compared. */
final class IncomparableException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final Text text;

    IncomparableException(@NonNull Text text) {
        super(text.toString());
        this.text = text;
    }

    @NonNull
    Text text() {
        return text;
    }
}
