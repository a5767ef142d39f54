package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import java.time.Duration;
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
            case "boundary" -> iam.boundary(arn, body.hasNonNull("document") ? document(body) : null);
            case "maxSession" ->
                iam.entity(arn).maxSessionSeconds(body.path("seconds").asLong());
            case "delay" -> iam.delay(Duration.ofMillis(body.path("millis").asLong()));
            default ->
                throw new IllegalArgumentException("do is one of createUser, createRole, createInstanceProfile, delete,"
                        + " trust, putPolicy, deletePolicy, attach, detach, boundary, maxSession, delay");
        }
        return Map.of("arn", arn);
    }

    /** A document as JSON, or as a text that holds it. */
    static String document(JsonNode body) {
        JsonNode document = body.path("document");
        return document.isTextual() ? document.asText() : document.toString();
    }
}
