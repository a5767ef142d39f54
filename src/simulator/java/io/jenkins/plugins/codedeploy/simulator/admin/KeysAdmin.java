package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;
import java.util.Map;

/**
 * {@code POST {"account": "111111111111", "region": "eu-central-1"}} makes a KMS key; with {@code arn} instead it
 * changes one: {@code document} (its policy), {@code alias}, {@code enabled}.
 */
final class KeysAdmin implements AdminService {
    private final Kms kms;

    KeysAdmin(Kms kms) {
        this.kms = kms;
    }

    @Override
    public Object handle(String method, JsonNode body) throws AwsError {
        String account = body.path("account").asText();
        String region = body.path("region").asText("eu-central-1");
        String arn = body.path("arn").asText();
        KmsKey key = arn.isEmpty()
                ? kms.createKey(account, region, Kms.defaultPolicy(account))
                : kms.find(arn, account, arn.split(":")[3]);
        if (body.has("document")) {
            kms.policy(key, IamAdmin.document(body));
        }
        if (body.has("alias")) {
            kms.alias(key, body.path("alias").asText());
        }
        key.enabled(body.path("enabled").asBoolean(key.enabled()));
        return Map.of("arn", key.arn());
    }
}
