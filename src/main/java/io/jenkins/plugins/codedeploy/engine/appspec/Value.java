package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A node of YAML and the line to name for it.
 *
 * @param line from 1; of its key where it has one
 */
record Value(int line, @NonNull Node node) {
    @NonNull
    static Value of(@NonNull Node node) {
        return new Value(lineOf(node), node);
    }

    static int lineOf(@NonNull Node node) {
        return node.getStartMark().getLine() + 1;
    }

    boolean isNull() {
        return is(Tag.NULL);
    }

    boolean is(@NonNull Tag tag) {
        return node.getTag().equals(tag);
    }
}
