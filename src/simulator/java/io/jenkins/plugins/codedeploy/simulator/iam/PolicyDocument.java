package io.jenkins.plugins.codedeploy.simulator.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A policy that has been read and found well formed.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar</a>
 */
public final class PolicyDocument {
    /** Where a document is attached, which decides what it may and must contain. */
    public enum Purpose {
        IDENTITY("MalformedPolicyDocument"),
        TRUST("MalformedPolicyDocument"),
        RESOURCE_CONTROL("MalformedPolicyDocument"),
        BUCKET("MalformedPolicy"),
        KEY("MalformedPolicyDocumentException");

        private final String error;

        Purpose(String error) {
            this.error = error;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private final JsonNode json;
    private final List<Statement> statements = new ArrayList<>();

    /** Unique ids by the ARNs that were written. */
    private final Map<String, String> principals = new HashMap<>();

    private PolicyDocument(JsonNode json, Purpose purpose, UnaryOperator<String> lookUp) {
        this.json = json;
        UnaryOperator<String> uniqueId = arn -> {
            String id = lookUp.apply(arn);
            if (id != null) {
                principals.put(arn, id);
            }
            return id;
        };
        require(json.isObject(), "Syntax errors in policy.");
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            require(Set.of("Version", "Id", "Statement").contains(entry.getKey()), "Syntax errors in policy.");
        }
        String version = json.path("Version").asText("2008-10-17");
        require(version.equals("2012-10-17") || version.equals("2008-10-17"), "Syntax errors in policy.");
        JsonNode all = json.path("Statement");
        require(all.isArray() && !all.isEmpty() || all.isObject(), "Missing required field Statement");
        for (JsonNode one : all.isArray() ? all : List.of(all)) {
            statements.add(statement(one, purpose, uniqueId));
        }
    }

    /**
     * @param uniqueId answers a user's or role's unique id by ARN, null for none
     * @throws AwsError malformed, in the words of the service that the purpose belongs to
     */
    @NonNull
    static PolicyDocument parse(@NonNull String text, @NonNull Purpose purpose, @NonNull UnaryOperator<String> uniqueId)
            throws AwsError {
        try {
            return new PolicyDocument(JSON.readTree(text), purpose, uniqueId);
        } catch (JsonProcessingException e) {
            throw AwsError.badRequest(purpose.error, "This policy contains invalid Json");
        } catch (IllegalArgumentException e) {
            throw AwsError.badRequest(purpose.error, String.valueOf(e.getMessage()));
        }
    }

    /** One document with the statements of several well-formed ones. */
    @NonNull
    static String merge(@NonNull List<String> documents) {
        ObjectNode merged = JSON.createObjectNode().put("Version", "2012-10-17");
        ArrayNode all = merged.putArray("Statement");
        try {
            for (String document : documents) {
                JsonNode statement = JSON.readTree(document).path("Statement");
                if (statement.isArray()) {
                    statement.forEach(all::add);
                } else {
                    all.add(statement);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        return merged.toString();
    }

    private static Statement statement(JsonNode node, Purpose purpose, UnaryOperator<String> uniqueId) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            require(ELEMENTS.contains(entry.getKey()), "Syntax errors in policy.");
        }
        String effect = node.path("Effect").asText();
        require(effect.equals("Allow") || effect.equals("Deny"), "Missing required field Effect");
        boolean plainSid = node.path("Sid").asText().matches("[A-Za-z0-9]*");
        require(plainSid || purpose == Purpose.BUCKET, "Statement IDs (SID) must be alpha-numeric.");
        JsonNode principal = either(node, "Principal", "NotPrincipal", purpose != Purpose.IDENTITY);
        JsonNode action = either(node, "Action", "NotAction", true);
        JsonNode resource = either(node, "Resource", "NotResource", purpose != Purpose.TRUST);
        List<Glob> actions = new ArrayList<>();
        for (String name : texts(action)) {
            require(name.equals("*") || name.matches("[A-Za-z0-9-]+:[A-Za-z0-9*?]+"), badAction(name, purpose));
            require(
                    purpose != Purpose.BUCKET || name.equals("*") || name.matches("(?i)s3:.+"),
                    badAction(name, purpose));
            actions.add(new Glob(name, true));
        }
        List<Glob> resources = new ArrayList<>();
        for (String name : texts(resource)) {
            require(name.equals("*") || name.startsWith("arn:"), badResource(name, purpose));
            resources.add(new Glob(name, false));
        }
        return new Statement(
                effect.equals("Allow"),
                principal == null ? null : new Principals(principal, uniqueId),
                node.has("NotPrincipal"),
                actions,
                node.has("NotAction"),
                resources,
                node.has("NotResource"),
                conditions(node.path("Condition")));
    }

    private static List<Condition> conditions(JsonNode block) {
        List<Condition> conditions = new ArrayList<>();
        block.properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key ->
                                conditions.add(new Condition(operator.getKey(), key.getKey(), texts(key.getValue())))));
        return conditions;
    }

    @CheckForNull
    private static JsonNode either(JsonNode node, String element, String negated, boolean wanted) {
        require(!(node.has(element) && node.has(negated)), "Syntax errors in policy.");
        JsonNode found = node.has(element) ? node.get(element) : node.get(negated);
        require(
                found == null || wanted,
                "Policy document should not specify a " + element.toLowerCase(Locale.ROOT) + ".");
        require(found != null || !wanted, "Missing required field " + element);
        return found;
    }

    private static String badAction(String name, Purpose purpose) {
        return purpose == Purpose.BUCKET
                ? "Policy has invalid action"
                : "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: " + name;
    }

    private static String badResource(String name, Purpose purpose) {
        return purpose == Purpose.BUCKET
                ? "Policy has invalid resource"
                : "Resource " + name + " must be in ARN format or \"*\".";
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** One text or several; none for null. */
    static List<String> texts(@CheckForNull JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node == null) {
            return texts;
        }
        if (node.isArray()) {
            node.forEach(one -> texts.add(one.asText()));
        } else {
            texts.add(node.asText());
        }
        return texts;
    }

    @NonNull
    List<Statement> statements() {
        return statements;
    }

    /** As it was given, but for principals that are gone: AWS shows their unique ids. */
    @NonNull
    String show(@NonNull UnaryOperator<String> uniqueIdNow) {
        String text = json.toString();
        for (Map.Entry<String, String> principal : principals.entrySet()) {
            if (!principal.getValue().equals(uniqueIdNow.apply(principal.getKey()))) {
                text = text.replace("\"" + principal.getKey() + "\"", "\"" + principal.getValue() + "\"");
            }
        }
        return text;
    }

    /** The resources that its statements name, as they were written. */
    @NonNull
    public List<String> resources() {
        return statements.stream()
                .flatMap(statement -> statement.resources().stream())
                .map(Glob::toString)
                .toList();
    }
}
