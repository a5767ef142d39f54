package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Documents of several target accounts and applications, one for each resource. */
final class MergedDocuments {
    private static final String SID = "Sid";
    private static final String RESOURCE = "Resource";

    /** A statement, and the account that it is for. */
    private record Part(ObjectNode statement, String account) {}

    private final Map<String, SetupDocument> documents = new LinkedHashMap<>();
    private final Map<String, List<Part>> parts = new HashMap<>();

    void add(SetupDocument document, String account) {
        String key = document.kind() + " " + document.account() + " " + document.resource();
        documents.putIfAbsent(key, document);
        List<Part> known = parts.computeIfAbsent(key, k -> new ArrayList<>());
        for (JsonNode statement : document.document().path("Statement")) {
            merge(known, new Part(statement.deepCopy(), account));
        }
    }

    List<SetupDocument> documents() {
        return documents.entrySet().stream()
                .map(entry -> parts.get(entry.getKey()).isEmpty()
                        ? entry.getValue()
                        : with(entry.getValue(), parts.get(entry.getKey())))
                .sorted(Comparator.comparing(
                        (SetupDocument document) -> document.kind().step()))
                .toList();
    }

    /** Statements that differ in their resources alone become one: inline policies may not be long. */
    private static void merge(List<Part> known, Part part) {
        for (Part other : known) {
            if (bare(other.statement).equals(bare(part.statement))) {
                Set<String> resources = new LinkedHashSet<>(resources(other.statement));
                resources.addAll(resources(part.statement));
                if (resources.size() > 1) {
                    ArrayNode array = other.statement.putArray(RESOURCE);
                    resources.forEach(array::add);
                }
                return;
            }
        }
        known.add(part);
    }

    private static ObjectNode bare(ObjectNode statement) {
        ObjectNode bare = statement.deepCopy();
        bare.remove(RESOURCE);
        return bare;
    }

    private static List<String> resources(ObjectNode statement) {
        JsonNode node = statement.path(RESOURCE);
        List<String> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(one -> all.add(one.asText()));
        } else if (node.isTextual()) {
            all.add(node.asText());
        }
        return all;
    }

    /** A policy takes each Sid once: the account follows where several statements have the same. */
    private static SetupDocument with(SetupDocument document, List<Part> statements) {
        Map<String, Integer> uses = new HashMap<>();
        statements.forEach(part -> uses.merge(sid(part), 1, Integer::sum));
        Set<String> taken = new HashSet<>();
        List<ObjectNode> all = new ArrayList<>();
        for (Part part : statements) {
            String wanted =
                    uses.get(sid(part)) == 1 ? sid(part) : sid(part) + part.account.replaceAll("[^A-Za-z0-9]", "");
            String sid = wanted;
            for (int number = 2; !taken.add(sid); number++) {
                sid = wanted + "N" + number;
            }
            all.add(part.statement.put(SID, sid));
        }
        return new SetupDocument(document.kind(), document.account(), document.resource(), PolicyJson.document(all));
    }

    private static String sid(Part part) {
        return part.statement.path(SID).asText();
    }
}
