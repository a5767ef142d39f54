package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import org.yaml.snakeyaml.nodes.Tag;

/** {@code version: 0.0}, the only one there is. */
final class Version {
    private Version() {}

    static void check(@CheckForNull Value value, @NonNull YamlReader yaml, @NonNull Findings findings) {
        String version = yaml.scalar(value, "version");
        if (version == null) {
            findings.add(value == null ? 1 : value.line(), "appspec.noVersion");
        } else if (value.is(Tag.STR) && version.equals("0.0")) {
            // The instance agent compares it with the number.
            findings.add(value.line(), "appspec.versionQuoted");
        } else if (!version.matches("[+-]?0(\\.0*)?")) {
            findings.add(value.line(), "appspec.version", version);
        }
    }
}
