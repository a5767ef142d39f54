package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.s3.S3;
import io.jenkins.plugins.codedeploy.simulator.s3.StoredBucket;
import java.util.Map;

/**
 * {@code POST {"name": "b", "account": "222222222222", "region": "eu-west-1"}} makes a bucket; without an account it
 * changes one: {@code ownership}, {@code versioning}, {@code kmsKey}, {@code document} (its policy; null for none).
 */
final class BucketsAdmin implements AdminService {
    private final S3 s3;

    BucketsAdmin(S3 s3) {
        this.s3 = s3;
    }

    @Override
    public Object handle(String method, JsonNode body) throws AwsError {
        String name = body.path("name").asText();
        if (method.equals("DELETE")) {
            s3.deleteBucket(name);
            return Map.of();
        }
        StoredBucket bucket = body.has("account")
                ? s3.createBucket(
                        name, body.path("account").asText(), body.path("region").asText("eu-central-1"))
                : s3.bucket(name);
        if (body.has("ownership")) {
            bucket.ownership(
                    StoredBucket.Ownership.valueOf(body.path("ownership").asText()));
        }
        if (body.has("versioning")) {
            bucket.versioning(
                    StoredBucket.Versioning.valueOf(body.path("versioning").asText()));
        }
        if (body.has("kmsKey")) {
            bucket.encryptByKms(body.path("kmsKey").asText());
        }
        if (body.hasNonNull("document")) {
            s3.putPolicy(name, IamAdmin.document(body));
        } else if (body.has("document")) {
            s3.deletePolicy(name);
        }
        return Map.of("arn", bucket.arn());
    }
}
