package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.simulator.sts.Sts;
import java.time.Duration;
import java.util.Map;

/** {@code POST {"endAfterSeconds": 5}}: sessions granted from now on end early; null takes it back. */
final class SessionsAdmin implements AdminService {
    private final Sts sts;

    SessionsAdmin(Sts sts) {
        this.sts = sts;
    }

    @Override
    public Object handle(String method, JsonNode body) {
        JsonNode seconds = body.path("endAfterSeconds");
        sts.sessionsEndAfter(seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : null);
        return Map.of();
    }
}
