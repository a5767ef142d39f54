package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Crypto;
import io.jenkins.plugins.codedeploy.simulator.instance.Command;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a deployment installs; two are the same when every member is.
 *
 * @param type S3, GitHub, String or AppSpecContent
 * @param content of an AppSpec given in the call, null for others
 */
public record RevisionLocation(
        @NonNull String type,
        @CheckForNull String bucket,
        @CheckForNull String key,
        @CheckForNull String bundleType,
        @CheckForNull String version,
        @CheckForNull String eTag,
        @CheckForNull String repository,
        @CheckForNull String commitId,
        @CheckForNull String content,
        @CheckForNull String sha256) {
    private static final Set<String> SERVER_BUNDLES = Set.of("tar", "tgz", "zip");
    private static final Set<String> APP_SPECS = Set.of("YAML", "JSON");

    @NonNull
    static RevisionLocation s3(
            @NonNull String bucket,
            @NonNull String key,
            @NonNull String bundleType,
            @CheckForNull String version,
            @CheckForNull String eTag) {
        return new RevisionLocation("S3", bucket, key, bundleType, version, eTag, null, null, null, null);
    }

    /** @throws AwsError RevisionRequiredException, InvalidRevisionException */
    @NonNull
    static RevisionLocation parse(@NonNull JsonNode location, @NonNull ComputePlatform platform) throws AwsError {
        if (!location.isObject() || location.isEmpty()) {
            throw AwsError.badRequest("RevisionRequiredException", "The revision ID was not specified.");
        }
        String type = Json.text(location, "revisionType");
        return switch (type == null ? "" : type) {
            case "S3" -> fromS3(location.path("s3Location"), platform);
            case "GitHub" -> fromGitHub(location.path("gitHubLocation"), platform);
            case "AppSpecContent" -> fromContent("AppSpecContent", location.path("appSpecContent"), platform);
            case "String" -> fromContent("String", location.path("string"), platform);
            default -> throw invalid("The revision type is not supported: " + type);
        };
    }

    private static RevisionLocation fromS3(JsonNode s3, ComputePlatform platform) throws AwsError {
        String bundleType = Json.text(s3, "bundleType");
        String bucket = Json.text(s3, "bucket");
        String key = Json.text(s3, "key");
        if (bucket == null || key == null || bucket.isEmpty() || key.isEmpty()) {
            throw invalid("Either bucket or key is missing from the S3 location");
        }
        Set<String> types = platform == ComputePlatform.Server ? SERVER_BUNDLES : APP_SPECS;
        if (bundleType == null || !types.contains(bundleType)) {
            throw invalid("For " + platform + " deployments, the bundle type must be one of "
                    + String.join(", ", new TreeSet<>(types)));
        }
        return s3(bucket, key, bundleType, Json.text(s3, "version"), Json.text(s3, "eTag"));
    }

    private static RevisionLocation fromGitHub(JsonNode gitHub, ComputePlatform platform) throws AwsError {
        String repository = Json.text(gitHub, "repository");
        String commit = Json.text(gitHub, "commitId");
        if (repository == null || commit == null || platform != ComputePlatform.Server) {
            throw invalid("The GitHub location is incomplete or not supported for " + platform + " deployments");
        }
        return new RevisionLocation("GitHub", null, null, null, null, null, repository, commit, null, null);
    }

    private static RevisionLocation fromContent(String type, JsonNode raw, ComputePlatform platform) throws AwsError {
        String content = Json.text(raw, "content");
        String given = Json.text(raw, "sha256");
        if (content == null || platform == ComputePlatform.Server) {
            throw invalid("The AppSpec content is missing or not supported for " + platform + " deployments");
        }
        String sha256 = Crypto.sha256(content);
        if (given != null && !given.equals(sha256)) {
            throw invalid("The SHA256 hash of the revision content does not match the one given");
        }
        return new RevisionLocation(type, null, null, null, null, null, null, null, content, sha256);
    }

    private static AwsError invalid(String message) {
        return AwsError.badRequest("InvalidRevisionException", message);
    }

    /** @param withContent AWS tells an AppSpec's content only in GetApplicationRevision */
    @NonNull
    ObjectNode json(boolean withContent) {
        ObjectNode location = Json.object().put("revisionType", type);
        switch (type) {
            case "S3" -> {
                ObjectNode s3 = location.putObject("s3Location");
                s3.put("bucket", bucket).put("key", key).put("bundleType", bundleType);
                Json.put(s3, "version", version);
                Json.put(s3, "eTag", eTag);
            }
            case "GitHub" ->
                location.putObject("gitHubLocation")
                        .put("repository", repository)
                        .put("commitId", commitId);
            default -> {
                ObjectNode raw = location.putObject(type.equals("String") ? "string" : "appSpecContent");
                raw.put("sha256", sha256);
                if (withContent) {
                    raw.put("content", content);
                }
            }
        }
        return location;
    }

    /** Returns the location for an instance's agent; null for a revision that no instance installs. */
    @CheckForNull
    Command.Bundle bundle() {
        if (bucket != null && key != null) {
            return new Command.Bundle(bucket, key, bundleType, version, eTag);
        }
        return repository == null ? null : new Command.Bundle(null, repository, null, commitId, null);
    }
}
