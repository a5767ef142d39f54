package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** JSON as AWS' JSON 1.1 protocol writes it: times are seconds with three decimals, absent is absent. */
final class Json {
    private Json() {}

    @NonNull
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @NonNull
    static ArrayNode array(@NonNull Collection<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    static void put(@NonNull ObjectNode to, @NonNull String name, @CheckForNull String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    static void put(@NonNull ObjectNode to, @NonNull String name, @CheckForNull Instant time) {
        if (time != null) {
            to.put(name, BigDecimal.valueOf(time.toEpochMilli(), 3));
        }
    }

    static void put(@NonNull ObjectNode to, @NonNull String name, @CheckForNull JsonNode value) {
        if (value != null && !value.isNull() && !value.isMissingNode()) {
            to.set(name, value);
        }
    }

    /** A member's text; null where it is absent or null. */
    @CheckForNull
    static String text(@NonNull JsonNode node, @NonNull String name) {
        JsonNode member = node.path(name);
        return member.isMissingNode() || member.isNull() ? null : member.asText();
    }

    /** A list's texts; empty where it is absent. */
    @NonNull
    static List<String> texts(@NonNull JsonNode list) {
        List<String> all = new ArrayList<>();
        list.forEach(item -> all.add(item.asText()));
        return all;
    }

    @CheckForNull
    static Instant time(@NonNull JsonNode node, @NonNull String name) {
        JsonNode member = node.path(name);
        return member.isNumber()
                ? Instant.ofEpochMilli(member.decimalValue().movePointRight(3).longValue())
                : null;
    }
}
