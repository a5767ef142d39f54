package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The AppSpec of a Lambda function or an ECS service, as YAML or JSON: its shape alone, since only AWS knows whether
 * functions and task definitions exist.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html">
 *     resources</a>
 */
final class ServerlessAppSpec extends Section {
    private static final Set<String> KEYS = Set.of("version", "Resources", "Hooks");
    private static final Set<String> SERVER_KEYS = Set.of("os", "files", "hooks", "permissions");
    private static final String LAMBDA = "AWS::Lambda::Function";
    private static final String ECS = "AWS::ECS::Service";
    private static final Set<String> WITHOUT_FUNCTIONS =
            Set.of("Start", "Install", "TestTraffic", "AllowTestTraffic", "AllowTraffic", "End");
    private static final Map<String, Set<String>> EVENTS = Map.of(
            LAMBDA,
            new TreeSet<>(Set.of("BeforeAllowTraffic", "AfterAllowTraffic")),
            ECS,
            new TreeSet<>(Set.of(
                    "BeforeInstall",
                    "AfterInstall",
                    "AfterAllowTestTraffic",
                    "BeforeAllowTraffic",
                    "AfterAllowTraffic")));

    /** Of the first resource that has a known one. */
    private String type;

    ServerlessAppSpec(@NonNull Findings findings) {
        super(findings);
    }

    void read(@NonNull byte[] text) {
        Value.Mapping top = YamlReader.document(findings, text);
        if (top == null) {
            return;
        }
        version(top.get("version"));
        Value resources = top.get("Resources");
        if (resources == null || resources.isNull()) {
            boolean server = SERVER_KEYS.stream().anyMatch(key -> top.get(key) != null);
            findings.refuse(1, server ? "appspec.notServerless" : "appspec.noResources");
            return;
        }
        keys(top, KEYS);
        items(resources, "Resources").forEach(this::resource);
        for (Value hook : items(top.get("Hooks"), "Hooks")) {
            Value.Mapping functions = mapping(hook, "Hooks");
            if (functions != null) {
                functions.values().forEach(this::hook);
            }
        }
    }

    /** {@code Lambda} or {@code ECS}, once read; null where it names neither. */
    @CheckForNull
    String platform() {
        return LAMBDA.equals(type) ? "Lambda" : ECS.equals(type) ? "ECS" : null;
    }

    private void version(@CheckForNull Value value) {
        if (value == null || value.isNull()) {
            findings.refuse(value == null ? 1 : value.line(), "appspec.noVersion");
        } else if (!value.text().strip().matches("[+-]?0(\\.0*)?")) {
            findings.refuse(value.line(), "appspec.version", value.text());
        }
    }

    private void resource(Value item) {
        Value.Mapping named = mapping(item, "Resources");
        if (named != null) {
            named.values().forEach((name, value) -> {
                Value.Mapping resource = mapping(value, String.valueOf(name));
                if (resource != null) {
                    resource(String.valueOf(name), value.line(), resource);
                }
            });
        }
    }

    private void resource(String name, int line, Value.Mapping resource) {
        Value given = resource.get("Type");
        if (given == null || !EVENTS.containsKey(given.text())) {
            findings.refuse(line, "appspec.resourceType", name, LAMBDA, ECS);
        } else if (type == null) {
            type = given.text();
        }
        Value properties = resource.get("Properties");
        if (properties == null || properties.isNull()) {
            findings.refuse(line, "appspec.noProperties", name);
        } else {
            mapping(properties, "Properties");
        }
    }

    private void hook(Object event, Value function) {
        if (type != null) {
            Hooks.known(findings, function.line(), String.valueOf(event), EVENTS.get(type), WITHOUT_FUNCTIONS);
        }
        if (!function.isScalar() || function.isNull() || function.text().isBlank()) {
            findings.refuse(function.line(), "appspec.hookLacksFunction", event);
        }
    }
}
