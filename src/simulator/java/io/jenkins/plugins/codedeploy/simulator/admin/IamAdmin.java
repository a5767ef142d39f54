package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.iam.Facts;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST {"do": "attach", "arn": "arn:aws:iam::222222222222:role/Deploy", "policy": "AmazonS3FullAccess"}}. */
final class IamAdmin implements AdminService {
    private final Iam iam;

    IamAdmin(Iam iam) {
        this.iam = iam;
    }

    @Override
    public Object handle(String method, JsonNode body) throws AwsError {
        String arn = body.path("arn").asText();
        String name = body.path("name").asText();
        String account = body.path("account").asText();
        switch (body.path("do").asText()) {
            case "createUser" -> arn = iam.createUser(account, name).arn();
            case "createRole" ->
                arn = iam.createRole(account, name, document(body)).arn();
            case "createInstanceProfile" ->
                arn = iam.createInstanceProfile(account, name, body.path("role").asText());
            case "delete" -> iam.delete(arn);
            case "trust" -> iam.trust(arn, document(body));
            case "putPolicy" -> iam.putPolicy(arn, name, document(body));
            case "deletePolicy" -> iam.deletePolicy(arn, name);
            case "attach" -> iam.attach(arn, body.path("policy").asText());
            case "detach" -> iam.detach(arn, body.path("policy").asText());
            case "boundary" -> iam.boundary(arn, optional(body));
            case "maxSession" ->
                iam.entity(arn).maxSessionSeconds(body.path("seconds").asLong());
            case "organization" ->
                iam.organization()
                        .join(account, body.hasNonNull("id") ? body.path("id").asText() : null);
            case "serviceControl" -> iam.organization().serviceControl(account, name, optional(body));
            case "resourceControl" -> iam.organization().resourceControl(account, name, optional(body));
            case "createOpenIdConnectProvider" -> arn = createProvider(account, body);
            case "deleteOpenIdConnectProvider" -> iam.identityProviders().delete(arn);
            case "fact" ->
                iam.facts()
                        .set(
                                body.path("caller").asText(Facts.ANYBODY),
                                body.path("key").asText(),
                                body.hasNonNull("value") ? body.path("value").asText() : null);
            case "delay" -> iam.delay(Duration.ofMillis(body.path("millis").asLong()));
            default ->
                throw new IllegalArgumentException("do is one of createUser, createRole, createInstanceProfile, delete,"
                        + " trust, putPolicy, deletePolicy, attach, detach, boundary, maxSession, organization, serviceControl, resourceControl,"
                        + " createOpenIdConnectProvider, deleteOpenIdConnectProvider, fact, delay");
        }
        return Map.of("arn", arn);
    }

    private String createProvider(String account, JsonNode body) throws AwsError {
        List<String> clientIds = new ArrayList<>();
        body.path("clientIds").forEach(id -> clientIds.add(id.asText()));
        return iam.identityProviders()
                .create(account, body.path("url").asText(), clientIds)
                .arn();
    }

    @CheckForNull
    private static String optional(JsonNode body) {
        return body.hasNonNull("document") ? document(body) : null;
    }

    /** A document as JSON, or as a text that holds it. */
    static String document(JsonNode body) {
        JsonNode document = body.path("document");
        return document.isTextual() ? document.asText() : document.toString();
    }
}
