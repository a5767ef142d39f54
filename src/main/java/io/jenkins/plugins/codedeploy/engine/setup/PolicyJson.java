package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

/** Policies as JSON, laid out for people. */
public final class PolicyJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private PolicyJson() {}

    @NonNull
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An allowing statement; principal and conditions are the caller's to add. */
    @NonNull
    static ObjectNode allow(@NonNull String sid, @NonNull List<String> actions, @NonNull List<String> resources) {
        ObjectNode statement = object().put("Sid", sid).put("Effect", "Allow");
        put(statement, "Action", actions);
        if (!resources.isEmpty()) {
            put(statement, "Resource", resources);
        }
        return statement;
    }

    /** For a policy of a resource. */
    @NonNull
    static ObjectNode allow(
            @NonNull String sid,
            @NonNull String principalKind,
            @NonNull List<String> principals,
            @NonNull List<String> actions,
            @NonNull List<String> resources) {
        ObjectNode statement = object().put("Sid", sid).put("Effect", "Allow");
        put(statement.putObject("Principal"), principalKind, principals);
        put(statement, "Action", actions);
        if (!resources.isEmpty()) {
            put(statement, "Resource", resources);
        }
        return statement;
    }

    private static void put(ObjectNode node, String name, List<String> values) {
        if (values.size() == 1) {
            node.put(name, values.get(0));
        } else {
            ArrayNode array = node.putArray(name);
            values.forEach(array::add);
        }
    }

    @NonNull
    static ObjectNode condition(
            @NonNull ObjectNode statement, @NonNull String operator, @NonNull String key, @NonNull String value) {
        statement.withObjectProperty("Condition").withObjectProperty(operator).put(key, value);
        return statement;
    }

    @NonNull
    public static ObjectNode document(@NonNull List<ObjectNode> statements) {
        ObjectNode document = object().put("Version", "2012-10-17");
        document.putArray("Statement").addAll(statements);
        return document;
    }

    /** A whole policy, on one line, as a command takes it. */
    @NonNull
    public static String policy(@NonNull List<ObjectNode> statements) {
        return document(statements).toString();
    }

    @NonNull
    public static String text(@NonNull JsonNode node) {
        // Not the mapper's own pretty printer, whose line ends are the platform's.
        ObjectWriter writer = MAPPER.writer(new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(INDENT)
                .withArrayIndenter(INDENT));
        try {
            return writer.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
