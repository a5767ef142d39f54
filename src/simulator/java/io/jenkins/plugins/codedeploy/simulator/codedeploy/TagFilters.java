package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;

/** Which instances a group's tags select: of a list any filter, of a set every list. */
final class TagFilters {
    private TagFilters() {}

    /** @param settings with {@code ec2TagFilters} or {@code ec2TagSet} */
    static boolean select(@NonNull JsonNode settings, @NonNull Map<String, String> tags) {
        JsonNode lists = settings.path("ec2TagSet").path("ec2TagSetList");
        if (lists.isEmpty()) {
            return any(settings.path("ec2TagFilters"), tags);
        }
        for (JsonNode list : lists) {
            if (!any(list, tags)) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(JsonNode filters, Map<String, String> tags) {
        for (JsonNode filter : filters) {
            if (matches(filter, tags)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(JsonNode filter, Map<String, String> tags) {
        String key = filter.path("Key").asText();
        String value = filter.path("Value").asText();
        return switch (filter.path("Type").asText("KEY_AND_VALUE")) {
            case "KEY_ONLY" -> tags.containsKey(key);
            case "VALUE_ONLY" -> tags.containsValue(value);
            default -> value.equals(tags.get(key));
        };
    }
}
