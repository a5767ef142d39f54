package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes a template of one account a template of any. */
final class StackSets {
    private StackSets() {}

    /** A copy in which the account's ID is that of the stack. */
    static JsonNode ofAnyAccount(JsonNode node, String account) {
        if (node.isTextual()) {
            String text = node.asText();
            return text.contains(account) ? substitution(text, account) : node;
        }
        if (node.isArray()) {
            ArrayNode array = PolicyJson.object().arrayNode();
            node.forEach(one -> array.add(ofAnyAccount(one, account)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = PolicyJson.object();
            node.properties().forEach(p -> object.set(p.getKey(), ofAnyAccount(p.getValue(), account)));
            return object;
        }
        return node;
    }

    private static ObjectNode substitution(String text, String account) {
        String sub = text.replace("${", "${!").replace(":" + account + ":", ":${AWS::AccountId}:");
        return PolicyJson.object().put("Fn::Sub", sub);
    }
}
