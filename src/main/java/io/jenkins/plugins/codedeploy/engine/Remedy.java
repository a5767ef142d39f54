package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

/**
 * One thing to do, exact enough to be copied.
 *
 * @param resource whose document it is: an ARN; for {@link Kind#SETTING} the field
 * @param content a JSON statement or document; for {@link Kind#SETTING} the value, for {@link Kind#REMOVE_DENIAL} the
 *     denied action, for {@link Kind#COMMAND} a line for AWS's command line
 */
public record Remedy(
        @NonNull Kind kind,
        @NonNull String resource,
        @NonNull String content) implements Serializable {
    /** A command is one line, whatever names are in it. JSON escapes the line ends in its strings by itself. */
    public Remedy {
        if (kind == Kind.COMMAND) {
            content = SingleLine.of(content);
        }
    }

    /** What is changed. */
    public enum Kind {
        ADD_TO_BUCKET_POLICY,
        ADD_TO_TRUST_POLICY,
        ADD_TO_KEY_POLICY,
        /** A policy document of its own, beside those that user or role has. */
        ATTACH_POLICY,
        ADD_TO_BOUNDARY,
        /** A statement with {@code "Effect": "Deny"} in any policy of the resource. */
        REMOVE_DENIAL,
        /** A field of the target account, the step or the command line; an empty value leaves it out. */
        SETTING,
        COMMAND
    }

    /** What to do with the content; ends with a colon where the content is to be shown below. */
    @NonNull
    public Text instruction() {
        return switch (kind) {
            case ADD_TO_BUCKET_POLICY -> Text.of("engine.remedy.bucketPolicy", resource);
            case ADD_TO_TRUST_POLICY -> Text.of("engine.remedy.trustPolicy", resource);
            case ADD_TO_KEY_POLICY -> Text.of("engine.remedy.keyPolicy", resource);
            case ATTACH_POLICY -> Text.of("engine.remedy.attach", resource);
            case ADD_TO_BOUNDARY -> Text.of("engine.remedy.boundary", resource);
            case REMOVE_DENIAL -> Text.of("engine.remedy.denial", resource, content);
            case SETTING ->
                resource.equals("eTag")
                        ? Text.of("engine.remedy.setting.eTag")
                        : content.isEmpty()
                                ? Text.of("engine.remedy.setting.none", FieldNames.reference(resource))
                                : Text.of("engine.remedy.setting", FieldNames.reference(resource), content);
            case COMMAND -> Text.of("engine.remedy.command", resource);
        };
    }

    /** Whether the content is to be copied, and not already in the instruction. */
    public boolean hasContentToCopy() {
        return kind != Kind.REMOVE_DENIAL && kind != Kind.SETTING;
    }
}
