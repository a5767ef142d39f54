package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
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
final class ServerlessAppSpec {
    private static final Set<String> KEYS = Set.of("version", "Resources", "Hooks");
    private static final Set<String> WITHOUT_FUNCTIONS =
            Set.of("Start", "Install", "TestTraffic", "AllowTestTraffic", "AllowTraffic", "End");
    private static final Set<String> LAMBDA_EVENTS = new TreeSet<>(Set.of("BeforeAllowTraffic", "AfterAllowTraffic"));
    private static final Set<String> ECS_EVENTS = new TreeSet<>(Set.of(
            "BeforeInstall", "AfterInstall", "AfterAllowTestTraffic", "BeforeAllowTraffic", "AfterAllowTraffic"));

    private final Platform platform;
    private final Findings findings;
    private final YamlReader yaml;

    ServerlessAppSpec(@NonNull Platform platform, @NonNull Findings findings) {
        this.platform = platform;
        this.findings = findings;
        this.yaml = new YamlReader(findings);
    }

    @NonNull
    AppSpec read(@NonNull String text) {
        Map<String, Value> top = yaml.document(text);
        if (top != null) {
            top.forEach((key, value) -> {
                if (!KEYS.contains(key)) {
                    findings.add(value.line(), "appspec.unknownKey", key, "version, Resources, Hooks");
                }
            });
            Version.check(top.get("version"), yaml, findings);
            List<Value> resources = yaml.list(top.get("Resources"), "Resources");
            if (!top.containsKey("Resources") || top.get("Resources").isNull()) {
                findings.add(1, "appspec.noResources", type());
            }
            resources.forEach(this::resource);
            for (Value hook : yaml.list(top.get("Hooks"), "Hooks")) {
                Map<String, Value> functions = yaml.mapping(hook, "Hooks");
                if (functions != null) {
                    functions.forEach(this::hook);
                }
            }
        }
        return new AppSpec(platform, null, List.of());
    }

    private void resource(Value item) {
        Map<String, Value> named = yaml.mapping(item, "Resources");
        if (named != null) {
            named.forEach((name, value) -> {
                Map<String, Value> resource = yaml.mapping(value, name);
                if (resource != null) {
                    String type = yaml.scalar(resource.get("Type"), "Type");
                    if (!type().equals(type)) {
                        findings.add(value.line(), "appspec.resourceType", name, type());
                    }
                    if (!resource.containsKey("Properties")) {
                        findings.add(value.line(), "appspec.noProperties", name);
                    } else {
                        yaml.mapping(resource.get("Properties"), "Properties");
                    }
                }
            });
        }
    }

    private void hook(String event, Value function) {
        Set<String> events = platform == Platform.LAMBDA ? LAMBDA_EVENTS : ECS_EVENTS;
        Hooks.known(findings, function.line(), event, events, WITHOUT_FUNCTIONS);
        if (yaml.scalar(function, event) == null && function.isNull()) {
            findings.add(function.line(), "appspec.hookLacksFunction", event);
        }
    }

    private String type() {
        return platform == Platform.LAMBDA ? "AWS::Lambda::Function" : "AWS::ECS::Service";
    }
}
