package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.ClosestMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The AppSpec of EC2 and on-premises instances, held to what AWS documents and to what their agent refuses.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-files.html">
 *     files</a>
 * @see <a href="https://github.com/aws/aws-codedeploy-agent">application_specification.rb</a>
 */
final class ServerAppSpec {
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("version", "os", "files", "permissions", "hooks", "file_exists_behavior"));
    private static final Set<String> SERVERLESS = Set.of("Resources", "Hooks");
    private static final Set<String> FILE_KEYS = Set.of("source", "destination");
    private static final Set<String> OS = new TreeSet<>(Set.of("linux", "windows"));
    private static final Set<String> BEHAVIORS = new TreeSet<>(Set.of("DISALLOW", "OVERWRITE", "RETAIN"));

    private final Findings findings;
    private final YamlReader yaml;
    private final List<AppSpec.Reference> references = new ArrayList<>();
    private String os;

    ServerAppSpec(@NonNull Findings findings) {
        this.findings = findings;
        this.yaml = new YamlReader(findings);
    }

    @NonNull
    AppSpec read(@NonNull String text) {
        Map<String, Value> top = yaml.document(text);
        if (top != null) {
            top.forEach(this::known);
            Version.check(top.get("version"), yaml, findings);
            os = oneOf(top.get("os"), "os", OS);
            if (!top.containsKey("os") || top.get("os").isNull()) {
                findings.add(1, "appspec.noOs");
            }
            oneOf(top.get("file_exists_behavior"), "file_exists_behavior", BEHAVIORS);
            yaml.list(top.get("files"), "files").forEach(this::file);
            Value permissions = top.get("permissions");
            if ("windows".equals(os) && !yaml.list(permissions, "permissions").isEmpty()) {
                findings.add(permissions.line(), "appspec.permissionsOnWindows");
            } else {
                yaml.list(permissions, "permissions").forEach(new Permissions(findings, yaml)::check);
            }
            references.addAll(new Hooks(findings, yaml, os).read(top.get("hooks")));
        }
        return new AppSpec(Platform.SERVER, os, references);
    }

    private void known(String key, Value value) {
        if (SERVERLESS.contains(key)) {
            findings.add(value.line(), "appspec.serverless", key);
        } else if (!KEYS.contains(key)) {
            String nearest = ClosestMatch.of(key, KEYS);
            if (nearest != null) {
                findings.add(value.line(), "appspec.unknownKey.near", key, nearest);
            } else {
                findings.add(value.line(), "appspec.unknownKey", key, String.join(", ", KEYS));
            }
        }
    }

    /** Null when absent, and after noting that it is none of them. */
    @CheckForNull
    private String oneOf(@CheckForNull Value value, String key, Set<String> allowed) {
        String given = yaml.scalar(value, key);
        if (given == null || allowed.contains(given)) {
            return given;
        }
        findings.add(value.line(), "appspec.notOneOf", key, given, String.join(", ", allowed));
        return null;
    }

    private void file(Value item) {
        Map<String, Value> file = yaml.mapping(item, "files");
        if (file == null) {
            return;
        }
        yaml.misspelt(file, FILE_KEYS);
        String source = path(item, file.get("source"), "source");
        if (source != null) {
            references.add(new AppSpec.Reference(file.get("source").line(), null, source, bundlePath(source, os)));
        }
        String destination = path(item, file.get("destination"), "destination");
        if (destination != null && os != null && !isAbsolute(destination, os)) {
            findings.add(file.get("destination").line(), "appspec.destination", destination, os);
        }
    }

    /** The instance agent fails on a path that YAML reads as a number. */
    @CheckForNull
    private String path(Value item, @CheckForNull Value value, String key) {
        String path = yaml.scalar(value, key);
        if (value != null && path != null && !value.is(Tag.STR)) {
            findings.add(value.line(), "appspec.notString", key, path);
            return null;
        }
        if (value == null || value.isNull() || path == null && value.is(Tag.STR)) {
            findings.add(item.line(), "appspec.fileLacks", key);
        }
        return path;
    }

    private static boolean isAbsolute(String path, String os) {
        return os.equals("linux") ? path.startsWith("/") : path.matches("[A-Za-z]:[\\\\/].*|\\\\\\\\.+|//.+");
    }

    /** As the instance agent joins it to the folder that it unpacked the bundle to. */
    @NonNull
    static String bundlePath(@NonNull String given, @CheckForNull String os) {
        StringBuilder clean = new StringBuilder();
        for (String name : ("windows".equals(os) ? given.replace('\\', '/') : given).split("/")) {
            if (!name.isEmpty() && !name.equals(".")) {
                clean.append(clean.length() == 0 ? "" : "/").append(name);
            }
        }
        return clean.length() == 0 ? "/" : clean.toString();
    }
}
