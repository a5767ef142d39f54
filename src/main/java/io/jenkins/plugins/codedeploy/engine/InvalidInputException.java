package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;

/** Invalid input, found before any call is made: names the field and says how to correct it. */
public final class InvalidInputException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String field;
    private final Text text;

    /** @param field as the Pipeline step spells it, such as {@code roleArn} */
    public InvalidInputException(@NonNull String field, @NonNull Text text) {
        super(text.code());
        this.field = field;
        this.text = text;
    }

    @NonNull
    public String field() {
        return field;
    }

    @NonNull
    public Text text() {
        return text;
    }

    /** Returns the field and the message in English. */
    @Override
    public String getMessage() {
        return Text.of("engine.field", FieldNames.reference(field), text).toString();
    }
}
