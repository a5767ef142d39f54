package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Application;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Host;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code POST {"application": "sample", "group": "staging", "agent": "off"}}: what the agents of a deployment group do,
 * from now on. {@code targetsByArn} is for all groups.
 */
final class GroupsAdmin implements AdminService {
    private static final Duration SLOW = Duration.ofMinutes(5);

    private final CodeDeploy codeDeploy;

    GroupsAdmin(CodeDeploy codeDeploy) {
        this.codeDeploy = codeDeploy;
    }

    @Override
    public Object handle(String method, JsonNode body) throws AwsError {
        if (body.has("targetsByArn")) {
            codeDeploy.limits().targetsByArn(body.path("targetsByArn").asBoolean());
        }
        if (!body.has("group")) {
            return Map.of();
        }
        Group group = group(body);
        if (body.has("platformHidden")) {
            group.hidePlatform(body.path("platformHidden").asBoolean());
        }
        List<Host> hosts =
                body.has("index") ? List.of(group.host(body.path("index").asInt())) : group.hosts();
        if (body.has("agent")) {
            hosts.forEach(host -> tell(host, body));
        }
        return Map.of("instances", hosts.stream().map(Host::id).toList());
    }

    private Group group(JsonNode body) throws AwsError {
        Application application = body.has("account")
                ? codeDeploy
                        .realm(
                                body.path("account").asText(),
                                body.path("region").asText())
                        .find(body.path("application").asText())
                : codeDeploy.target().find(body.path("application").asText());
        return application.find(body.path("group").asText());
    }

    private static void tell(Host host, JsonNode body) {
        String event = body.path("event").asText(Host.ANY);
        Duration duration = Duration.ofSeconds(body.path("seconds").asLong(SLOW.toSeconds()));
        switch (body.path("agent").asText()) {
            case "off" -> host.on(event, Behavior.hang());
            case "slow" -> host.on(event, Behavior.slow(duration));
            case "failing" -> host.on(event, failure(event, body));
            case "usual" -> host.asUsual();
            default -> throw new IllegalArgumentException("agent is one of off, slow, failing, usual");
        }
    }

    @NonNull
    private static Behavior failure(String event, JsonNode body) {
        return Behavior.failScript(
                event.equals(Host.ANY) ? "BeforeInstall" : event,
                body.path("script").asText("scripts/run.sh"),
                body.path("line").asText("failed on demand"));
    }
}
