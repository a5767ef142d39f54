package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import io.jenkins.plugins.codedeploy.simulator.http.Faults;
import java.time.Duration;
import java.util.Map;

/**
 * {@code POST {"service": "s3", "operation": "UploadPart", "fault": "throttle", "count": 2}}; {@code DELETE} takes all
 * back.
 */
final class FaultsAdmin implements AdminService {
    private final Faults faults;

    FaultsAdmin(Faults faults) {
        this.faults = faults;
    }

    @Override
    public Object handle(String method, JsonNode body) {
        if (method.equals("DELETE")) {
            faults.clear();
            return Map.of();
        }
        String service = body.path("service").asText(Faults.ANY);
        String operation = body.path("operation").asText(Faults.ANY);
        Fault fault = fault(body);
        if (body.has("probability")) {
            double probability = body.path("probability").asDouble();
            faults.sometimes(service, operation, probability, body.path("seed").asLong(1), fault);
        } else {
            faults.next(service, operation, body.path("count").asInt(1), fault);
        }
        return Map.of();
    }

    private static Fault fault(JsonNode body) {
        String kind = body.path("fault").asText();
        return switch (kind) {
            case "throttle" -> Fault.throttle();
            case "internalError" -> Fault.internalError();
            case "unavailable" -> Fault.unavailable();
            case "error" ->
                Fault.error(
                        body.path("status").asInt(400),
                        body.path("code").asText("Fault"),
                        body.path("message").asText("On demand."));
            case "foreign" -> Fault.foreign(body.path("status").asInt(400));
            case "drop" -> Fault.drop();
            case "cut" -> Fault.cut();
            case "lostAnswer" -> Fault.lostAnswer();
            case "slow" -> Fault.slow(Duration.ofMillis(body.path("delayMillis").asLong(1000)));
            case "hang" -> Fault.hang();
            default ->
                throw new IllegalArgumentException("fault is one of throttle, internalError, unavailable, error,"
                        + " foreign, drop, cut, lostAnswer, slow, hang; not: " + kind);
        };
    }
}
