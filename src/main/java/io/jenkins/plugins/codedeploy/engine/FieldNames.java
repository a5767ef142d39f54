package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * What a front end calls the fields that texts refer to. Texts refer to them as {@code [[roleArn]]}, and to a field with
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

    /** The field with its value, as a person would write it. */
    @NonNull
    String setting(@NonNull String field, @NonNull String value);

    /** Refers to a field in an argument of a {@link Text}. */
    @NonNull
    static String reference(@NonNull String field) {
        return "[[" + field + "]]";
    }
}
