package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.simulator.http.Call;
import io.jenkins.plugins.codedeploy.simulator.http.Calls;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET} lists every call, {@code DELETE} forgets them. */
final class CallsAdmin implements AdminService {
    private final Calls calls;

    CallsAdmin(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Object handle(String method, JsonNode body) {
        if (method.equals("DELETE")) {
            calls.clear();
            return Map.of();
        }
        return Map.of("calls", calls.all().stream().map(CallsAdmin::describe).toList());
    }

    private static Map<String, Object> describe(Call call) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("time", call.time().toString());
        described.put("service", call.service());
        described.put("operation", call.operation());
        described.put("caller", call.callerArn());
        described.put("region", call.region());
        described.put("status", call.status());
        described.put("error", call.error());
        return described;
    }
}
