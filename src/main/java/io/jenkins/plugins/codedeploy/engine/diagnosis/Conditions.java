package io.jenkins.plugins.codedeploy.engine.diagnosis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The conditions of statements that deny an action, each with what satisfies it.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html">Global
 *     condition keys</a>
 */
final class Conditions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 3;
    private static final String TLS = "diagnosis.condition.tls";

    private Conditions() {}

    /**
     * @param policy a resource's policy, or one statement of it, as JSON
     * @param action as IAM spells it
     * @return one cause for each condition, and for each statement that denies all but some resources; empty where
     *     neither denies the action
     */
    @NonNull
    static List<Cause> ofDenials(@NonNull SetupValues known, @CheckForNull String policy, @NonNull String action) {
        List<Cause> causes = new ArrayList<>();
        for (JsonNode statement : statements(policy)) {
            if (statement.path("Effect").asText().equals("Deny") && covers(statement, action)) {
                for (Map.Entry<String, JsonNode> operator :
                        statement.path("Condition").properties()) {
                    for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                        causes.add(cause(known, statement, operator.getKey(), key.getKey(), key.getValue()));
                    }
                }
                if (statement.has("NotResource")) {
                    causes.add(otherResources(statement));
                }
                if (statement.has("NotPrincipal")) {
                    causes.add(otherPrincipals(statement));
                }
                if (isUnconditional(statement)) {
                    causes.add(Guidance.cause(Text.of("diagnosis.denial", named(statement, statement.toString()))));
                }
            }
        }
        // AWS's own endpoints use TLS, so that this guard, which setup writes, is the cause only if there is no other
        if (!causes.stream().allMatch(Conditions::isTls)) {
            causes.removeIf(Conditions::isTls);
        }
        return List.copyOf(causes.subList(0, Math.min(MOST, causes.size())));
    }

    private static boolean isTls(Cause cause) {
        return cause.why().code().equals(TLS);
    }

    /** Only AWS can tell whether a principal that is specified by name is the caller. */
    private static boolean isUnconditional(JsonNode statement) {
        JsonNode principal = statement.path("Principal");
        boolean everybody =
                principal.asText().equals("*") || texts(principal.path("AWS")).contains("*");
        return everybody && !statement.has("Condition") && !statement.has("NotResource");
    }

    private static Cause otherPrincipals(JsonNode statement) {
        return Guidance.cause(Text.of(
                "diagnosis.condition.principal",
                named(statement, "{\"NotPrincipal\": " + statement.path("NotPrincipal") + "}")));
    }

    private static List<JsonNode> statements(@CheckForNull String policy) {
        List<JsonNode> all = new ArrayList<>();
        try {
            JsonNode statements = JSON.readTree(policy == null ? "{}" : policy).path("Statement");
            if (statements.isMissingNode() && policy != null) {
                statements = JSON.readTree(policy);
            }
            if (statements.isArray()) {
                statements.forEach(all::add);
            } else if (statements.isObject()) {
                all.add(statements);
            }
        } catch (JsonProcessingException e) {
            // nothing can be said of it
        }
        return all;
    }

    private static boolean covers(JsonNode statement, String action) {
        return statement.has("NotAction")
                ? texts(statement.path("NotAction")).stream().noneMatch(pattern -> matches(pattern, action))
                : texts(statement.path("Action")).stream().anyMatch(pattern -> matches(pattern, action));
    }

    private static boolean matches(String pattern, String value) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(value).matches();
    }

    private static List<String> texts(JsonNode node) {
        List<String> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(one -> all.add(one.asText()));
        } else if (!node.isMissingNode()) {
            all.add(node.asText());
        }
        return all;
    }

    private static Cause otherResources(JsonNode statement) {
        return Guidance.cause(
                Text.of(
                        "diagnosis.condition.resource",
                        named(statement, "{\"NotResource\": " + statement.path("NotResource") + "}")),
                Remedies.give("keyPrefix"));
    }

    private static String named(JsonNode statement, String shown) {
        String name = statement.path("Sid").asText("");
        return name.isEmpty() ? shown : name + " " + shown;
    }

    private static Cause cause(SetupValues known, JsonNode statement, String operator, String key, JsonNode values) {
        String what = named(statement, "{\"" + operator + "\": {\"" + key + "\": " + values + "}}");
        String lower = key.toLowerCase(Locale.ROOT);
        if (lower.equals("s3:x-amz-server-side-encryption")
                || lower.equals("s3:x-amz-server-side-encryption-aws-kms-key-id")) {
            return encryption(known, what, lower, texts(values));
        }
        return Guidance.cause(explanation(lower, what, key));
    }

    /** A key that is wanted by name, or that the bucket has, is named; else it is for a person to choose. */
    private static Cause encryption(SetupValues known, String what, String key, List<String> values) {
        String wanted =
                key.endsWith("key-id") && values.size() == 1 && values.get(0).startsWith("arn:")
                        ? values.get(0)
                        : known.get(Field.KMS_KEY);
        if (!key.endsWith("key-id") && !values.stream().allMatch(v -> v.startsWith("aws:kms"))) {
            return Guidance.cause(Text.of("diagnosis.condition.encryption.other", what, String.join(", ", values)));
        }
        return Guidance.cause(
                Text.of("diagnosis.condition.encryption", what),
                wanted == null ? Remedies.give("kmsKeyId") : Remedies.setting("kmsKeyId", wanted));
    }

    private static Text explanation(String lower, String what, String key) {
        if (lower.startsWith("aws:requesttag/")
                || lower.startsWith("aws:principaltag/")
                || lower.equals("aws:tagkeys")
                || lower.equals("sts:transitivetagkeys")) {
            return Text.of("diagnosis.condition.tags", what, key);
        }
        return switch (lower) {
            case "aws:sourceip", "aws:vpcsourceip" -> Text.of("diagnosis.condition.address", what);
            case "aws:sourcevpce", "aws:sourcevpc" -> Text.of("diagnosis.condition.vpc", what);
            case "aws:securetransport", "s3:tlsversion" -> Text.of(TLS, what);
            case "aws:principalorgid", "aws:principalorgpaths", "aws:resourceorgid", "aws:sourceorgid" ->
                Text.of("diagnosis.condition.organization", what);
            case "aws:multifactorauthpresent", "aws:multifactorauthage" -> Text.of("diagnosis.condition.mfa", what);
            case "aws:sourceidentity", "sts:sourceidentity" -> Text.of("diagnosis.condition.sourceIdentity", what);
            case "sts:rolesessionname" -> Text.of("diagnosis.condition.sessionName", what);
            case "aws:currenttime", "aws:epochtime", "aws:tokenissuetime", "s3:signatureage" ->
                Text.of("diagnosis.condition.date", what);
            case "aws:principalarn", "aws:principalaccount", "aws:userid", "aws:username" ->
                Text.of("diagnosis.condition.principal", what);
            case "s3:x-amz-acl", "s3:x-amz-grant-full-control" -> Text.of("diagnosis.condition.acl", what);
            default -> Text.of("diagnosis.condition.any", what, key);
        };
    }
}
