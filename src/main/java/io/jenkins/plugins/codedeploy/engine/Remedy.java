package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;

/**
 * One thing to do, exact enough to be copied.
 *
 * @param resource whose document it is: an ARN; for {@link Kind#SETTING}, {@link Kind#ASK} and {@link Kind#GIVE} the field
 * @param content a JSON statement or document; for {@link Kind#SETTING} and {@link Kind#ASK} the value, for
 *     {@link Kind#REMOVE_DENIAL} the denied action, for {@link Kind#ADD_PRINCIPAL} an ARN, for
 *     {@link Kind#LIFT_CONDITION} its key, for {@link Kind#COMMAND} a line for AWS's command line
 */
public record Remedy(
        @NonNull Kind kind,
        @NonNull String resource,
        @NonNull String content) implements Serializable {
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
        /** A question: whether the field was meant to have this value, which exists. */
        ASK,
        /** A field to which only a person can give a value; the content is empty. */
        GIVE,
        /** A tag that instances lack, as {@code Key=…,Value=…}. */
        TAG,
        /** A principal to add to the statement of a trust policy, whose conditions stay. */
        ADD_PRINCIPAL,
        /** A condition, named by its key, that protects the resource: the last resort. */
        LIFT_CONDITION,
        COMMAND
    }

    private static final Set<String> GUARDS = Set.of(
            "roleArn", "externalId", "eTag", "versionId", "expectedBucketOwner", "bucketAccount", "sourceIdentity");
    private static final Set<String> NAMES = Set.of("application", "deploymentGroup", "roleArn", "region");

    /**
     * A command or value is one line, whatever names are in it. JSON escapes the line ends in its strings by itself.
     *
     * @throws IllegalArgumentException for a setting that drops a protection or that guesses a name
     */
    public Remedy {
        if (kind == Kind.COMMAND || kind == Kind.ASK || kind == Kind.TAG) {
            content = SingleLine.of(content);
        }
        if (kind == Kind.SETTING && (content.isEmpty() ? GUARDS : NAMES).contains(resource)) {
            throw new IllegalArgumentException(resource + " is not set to \"" + content + "\" without asking");
        }
    }

    /** This remedy; for one that lacks a value: how to give the value, or nothing where no field takes it. */
    @NonNull
    Optional<Remedy> withoutPlaceholders() {
        String all = resource + "\n" + content;
        if (!Placeholders.areIn(all)) {
            return Optional.of(this);
        }
        return all.contains("INSTANCE_ROLE")
                ? Optional.of(new Remedy(Kind.GIVE, "instanceRole", ""))
                : Optional.empty();
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
                content.isEmpty()
                        ? Text.of("engine.remedy.setting.none", FieldNames.reference(resource))
                        : Text.of("engine.remedy.setting", FieldNames.reference(resource), content);
            case ASK -> Text.of("engine.remedy.ask", FieldNames.reference(resource), content);
            case GIVE -> give();
            case TAG -> Text.of("engine.remedy.tag", resource, content);
            case ADD_PRINCIPAL -> Text.of("engine.remedy.principal", resource, content);
            case LIFT_CONDITION -> Text.of("engine.remedy.lift", resource, content);
            case COMMAND -> Text.of("engine.remedy.command", resource);
        };
    }

    private Text give() {
        String field = FieldNames.reference(resource);
        return switch (resource) {
            case "instanceRole" -> Text.of("engine.remedy.give.instanceRole", field);
            case "externalId" -> Text.of("engine.remedy.give.externalId", field);
            case "roleArn" -> Text.of("engine.remedy.give.roleArn", field);
            case "kmsKeyId" -> Text.of("engine.remedy.give.kmsKeyId", field);
            default -> Text.of("engine.remedy.give", field);
        };
    }

    /** Whether the content is to be copied, and not already in the instruction. */
    public boolean hasContentToCopy() {
        return switch (kind) {
            case ADD_TO_BUCKET_POLICY,
                    ADD_TO_TRUST_POLICY,
                    ADD_TO_KEY_POLICY,
                    ATTACH_POLICY,
                    ADD_TO_BOUNDARY,
                    COMMAND -> true;
            default -> false;
        };
    }
}
