package io.jenkins.plugins.codedeploy.engine.facts;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One statement of a resource's policy. */
final class StatementReader {
    private final JsonNode statement;

    StatementReader(JsonNode statement) {
        this.statement = statement;
    }

    boolean isDenial() {
        return !statement.path("Effect").asText().equals("Allow");
    }

    @NonNull
    String json() {
        return statement.toString();
    }

    @NonNull
    Ternary applies(String role, String action, String object) {
        return principal(role).and(action(action)).and(resource(object)).and(conditions(role));
    }

    @NonNull
    Ternary principal(String role) {
        return statement.has("NotPrincipal")
                ? oneOf(statement.get("NotPrincipal"), role).not()
                : oneOf(statement.path("Principal"), role);
    }

    private static Ternary oneOf(JsonNode principal, String role) {
        if (principal.isTextual()) {
            return Ternary.of(principal.asText().equals("*"));
        }
        Ternary found = Ternary.NO;
        for (String name : texts(principal.path("AWS"))) {
            String account = Arns.account(role, "?");
            boolean means = name.equals("*")
                    || name.equals(role)
                    || name.equals(account)
                    || name.matches("arn:aws[a-z-]*:iam::" + account + ":root");
            found = found.or(Ternary.of(means));
        }
        return found;
    }

    /** Whether a principal's name begins so: a unique id stands for one that is gone. */
    boolean names(String beginning) {
        return texts(statement.path("Principal").path("AWS")).stream().anyMatch(name -> name.startsWith(beginning));
    }

    @NonNull
    Ternary action(String action) {
        return statement.has("NotAction")
                ? any(statement.get("NotAction"), action, true).not()
                : any(statement.path("Action"), action, true);
    }

    @NonNull
    Ternary resource(String object) {
        return statement.has("NotResource")
                ? any(statement.get("NotResource"), object, false).not()
                : any(statement.path("Resource"), object, false);
    }

    private static Ternary any(JsonNode patterns, String value, boolean ignoreCase) {
        Ternary found = Ternary.NO;
        for (String pattern : texts(patterns)) {
            found = found.or(pattern.contains("${") ? Ternary.UNSURE : Ternary.of(matches(pattern, value, ignoreCase)));
        }
        return found;
    }

    private Ternary conditions(String role) {
        Ternary all = Ternary.YES;
        for (Map.Entry<String, JsonNode> operator : statement.path("Condition").properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                all = all.and(condition(operator.getKey(), key.getKey(), texts(key.getValue()), role));
            }
        }
        return all;
    }

    /** Only of keys whose value is known beforehand. */
    private static Ternary condition(String operator, String key, List<String> values, String role) {
        String actual =
                switch (key.toLowerCase(Locale.ROOT)) {
                    case "aws:securetransport" -> "true";
                    case "aws:principalarn" -> role;
                    case "aws:principalaccount" -> Arns.account(role, "?");
                    default -> null;
                };
        if (actual == null || values.stream().anyMatch(value -> value.contains("${"))) {
            return Ternary.UNSURE;
        }
        return switch (operator.toLowerCase(Locale.ROOT)) {
            case "bool", "stringequalsignorecase" -> Ternary.of(values.stream().anyMatch(actual::equalsIgnoreCase));
            case "stringequals" -> Ternary.of(values.contains(actual));
            case "stringnotequals" -> Ternary.of(!values.contains(actual));
            case "stringlike", "arnequals", "arnlike" ->
                Ternary.of(values.stream().anyMatch(value -> matches(value, actual, false)));
            case "stringnotlike", "arnnotequals", "arnnotlike" ->
                Ternary.of(values.stream().noneMatch(value -> matches(value, actual, false)));
            default -> Ternary.UNSURE;
        };
    }

    /** Where a star has matched too little, only the last one needs another try: no policy takes long. */
    private static boolean matches(String pattern, String value, boolean ignoreCase) {
        String wanted = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        String given = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
        int p = 0;
        int star = -1;
        int behind = 0;
        for (int v = 0; v < given.length(); ) {
            if (p < wanted.length() && wanted.charAt(p) == '*') {
                star = p++;
                behind = v;
            } else if (p < wanted.length() && (wanted.charAt(p) == '?' || wanted.charAt(p) == given.charAt(v))) {
                p++;
                v++;
            } else if (star >= 0) {
                p = star + 1;
                v = ++behind;
            } else {
                return false;
            }
        }
        while (p < wanted.length() && wanted.charAt(p) == '*') {
            p++;
        }
        return p == wanted.length();
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(one -> texts.add(one.asText()));
        } else if (node.isValueNode() && !node.isMissingNode()) {
            texts.add(node.asText());
        }
        return texts;
    }
}
