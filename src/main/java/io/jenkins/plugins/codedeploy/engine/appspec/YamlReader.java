package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML 1.1, and so JSON, as nodes that know their lines. Nothing is constructed from them, and whoever reads them goes
 * to a fixed depth, so that aliases multiply nothing.
 */
final class YamlReader {
    private static final int MAX_LENGTH = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;

    private final Findings findings;

    YamlReader(@NonNull Findings findings) {
        this.findings = findings;
    }

    /** The first document, which is the one that instances read; null after what is wrong has been noted. */
    @CheckForNull
    Map<String, Value> document(@NonNull String text) {
        if (text.length() > MAX_LENGTH) {
            findings.add(1, "appspec.tooLong");
            return null;
        }
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setMaxAliasesForCollections(MAX_ALIASES);
        limits.setAllowRecursiveKeys(false);
        try {
            String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
            Iterator<Node> documents = new Yaml(new SafeConstructor(limits))
                    .composeAll(new StringReader(content))
                    .iterator();
            Node root = documents.hasNext() ? documents.next() : null;
            if (root == null || Value.of(root).isNull()) {
                findings.add(1, "appspec.empty");
                return null;
            }
            return mapping(Value.of(root), "AppSpec");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            findings.add(line, "appspec.notYaml", e.getProblem());
        } catch (YAMLException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            findings.add(1, "appspec.notYaml", reason);
        }
        return null;
    }

    /** Keys and values, merge keys resolved; null after noting that it is none. */
    @CheckForNull
    Map<String, Value> mapping(@NonNull Value value, @NonNull String what) {
        if (!(value.node() instanceof MappingNode mapping)) {
            findings.add(value.line(), "appspec.notMapping", what);
            return null;
        }
        Map<String, Value> values = new LinkedHashMap<>();
        Set<String> own = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.add(Value.lineOf(tuple.getKeyNode()), "appspec.keyNotText", what);
            } else if (key.getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), values);
            } else {
                values.put(key.getValue(), new Value(Value.lineOf(key), tuple.getValueNode()));
                if (!own.add(key.getValue())) {
                    findings.add(Value.lineOf(key), "appspec.duplicateKey", key.getValue());
                }
            }
        }
        return values;
    }

    /** Notes keys that are near to known ones; others are ignored, as the instance agent ignores them. */
    void misspelt(@NonNull Map<String, Value> values, @NonNull Set<String> known) {
        values.forEach((key, value) -> {
            String nearest = known.contains(key) ? null : ClosestMatch.of(key, known);
            if (nearest != null && !values.containsKey(nearest)) {
                findings.add(value.line(), "appspec.misspeltKey", key, nearest);
            }
        });
    }

    /** A list's items; none when it is absent or null, and none after noting that it is no list. */
    @NonNull
    List<Value> list(@CheckForNull Value value, @NonNull String what) {
        if (value != null && value.node() instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(Value::of).toList();
        }
        if (value != null && !value.isNull()) {
            findings.add(value.line(), "appspec.notList", what);
        }
        return List.of();
    }

    /** The text of a scalar of any type, trimmed; null when absent or blank, and after noting that it is no scalar. */
    @CheckForNull
    String scalar(@CheckForNull Value value, @NonNull String what) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.node() instanceof ScalarNode scalar) {
            return scalar.getValue().isBlank() ? null : scalar.getValue().strip();
        }
        findings.add(value.line(), "appspec.notText", what);
        return null;
    }

    private static void merge(Node node, Map<String, Value> into) {
        // One level: a merge within what is merged does not occur in AppSpecs.
        for (Node source : node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node)) {
            if (source instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key) {
                        into.putIfAbsent(key.getValue(), new Value(Value.lineOf(key), tuple.getValueNode()));
                    }
                }
            }
        }
    }
}
