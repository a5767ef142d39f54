package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Calls;
import io.jenkins.plugins.codedeploy.simulator.http.Faults;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.s3.S3;
import io.jenkins.plugins.codedeploy.simulator.sts.Sts;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Unsigned calls to the simulator itself, under {@value #PATH}. They give no secret away. */
public final class Admin implements HttpHandler {
    public static final String PATH = "/_simulator/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, AdminService> services = new ConcurrentHashMap<>();

    /** With everything but what belongs to services that are plugged in. */
    public Admin(
            @NonNull Calls calls,
            @NonNull Faults faults,
            @NonNull Iam iam,
            @NonNull S3 s3,
            @NonNull Kms kms,
            @NonNull Sts sts) {
        plug("calls", new CallsAdmin(calls));
        plug("faults", new FaultsAdmin(faults));
        plug("iam", new IamAdmin(iam));
        plug("buckets", new BucketsAdmin(s3));
        plug("keys", new KeysAdmin(kms));
        plug("sessions", new SessionsAdmin(sts));
    }

    /** Adds the operations that configure CodeDeploy's groups and instances. */
    public void plug(@NonNull CodeDeploy codeDeploy) {
        plug("groups", new GroupsAdmin(codeDeploy));
    }

    /** @param name the path's part behind {@value #PATH} */
    public void plug(@NonNull String name, @NonNull AdminService service) {
        services.put(name, service);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(PATH.length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            try {
                refuseStrangers(exchange);
                AdminService service = services.get(name);
                if (service == null) {
                    throw new AwsError(404, "NotFound", "There is: " + services.keySet());
                }
                JsonNode json = JSON.readTree(body);
                answer(exchange, 200, service.handle(exchange.getRequestMethod(), json));
            } catch (AwsError e) {
                answer(exchange, e.status(), Map.of("code", e.code(), "message", String.valueOf(e.getMessage())));
            } catch (JsonProcessingException e) {
                answer(exchange, 400, Map.of("code", "BadRequest", "message", "The body is not JSON."));
            } catch (IllegalArgumentException e) {
                answer(exchange, 400, Map.of("code", "BadRequest", "message", String.valueOf(e.getMessage())));
            }
        }
    }

    /** A web page that the user happens to have open must not turn the knobs: no other origin, no rebound name. */
    private static void refuseStrangers(HttpExchange exchange) throws AwsError {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        boolean local = host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");
        if (!local || exchange.getRequestHeaders().containsKey("Origin")) {
            throw new AwsError(403, "Forbidden", "Only for programs on this machine.");
        }
    }

    private static void answer(HttpExchange exchange, int status, Object value) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(value);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
