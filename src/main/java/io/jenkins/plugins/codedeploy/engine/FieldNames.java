package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A front end's names for the fields that texts refer to. Texts refer to a field as {@code [[roleArn]]}, and to a field with
 * a value as {@code [[onReady=FAIL]]}.
 */
public interface FieldNames {
    /** The parameters of the Pipeline steps, which forms and target accounts share. */
    FieldNames OF_STEPS = new FieldNames() {
        @Override
        public String name(String field) {
            return field;
        }

        @Override
        public String setting(String field, String value) {
            return field + ": '" + value + "'";
        }
    };

    /** @param field as the engine knows it, such as {@code roleArn} */
    @NonNull
    String name(@NonNull String field);

    /** Returns the field with its value, in the front end's syntax. */
    @NonNull
    String setting(@NonNull String field, @NonNull String value);

    /** Returns a reference to a field, for use in an argument of a {@link Text}. */
    @NonNull
    static String reference(@NonNull String field) {
        return "[[" + field + "]]";
    }
}
