package io.jenkins.plugins.codedeploy.simulator.sts;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What AssumeRole was asked, found well formed.
 *
 * @param durationSeconds null where it was left to STS
 * @param policies inline and AWS managed session policies: documents and names
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">The API</a>
 */
record AssumeRole(
        @NonNull String roleArn,
        @NonNull String sessionName,
        @CheckForNull Integer durationSeconds,
        @CheckForNull String externalId,
        @CheckForNull String sourceIdentity,
        @CheckForNull String policy,
        @NonNull List<String> managedPolicies,
        @NonNull Map<String, String> tags,
        @NonNull List<String> transitiveTagKeys) {

    static AssumeRole read(Query query) throws AwsError {
        String roleArn = required(query, "RoleArn", "roleArn");
        between(roleArn, "roleArn", 20, 2048);
        if (!roleArn.matches("arn:aws[a-z-]*:iam::\\d{12}:role/.+")) {
            throw AwsError.badRequest("ValidationError", roleArn + " is invalid");
        }
        String name = required(query, "RoleSessionName", "roleSessionName");
        between(name, "roleSessionName", 2, 64);
        pattern(name, "roleSessionName", "[\\w+=,.@-]*");
        String externalId = query.get("ExternalId");
        if (externalId != null) {
            between(externalId, "externalId", 2, 1224);
            pattern(externalId, "externalId", "[\\w+=,.@:\\/-]*");
        }
        String identity = query.get("SourceIdentity");
        if (identity != null) {
            between(identity, "sourceIdentity", 2, 64);
            pattern(identity, "sourceIdentity", "[\\w+=,.@-]*");
        }
        String policy = query.get("Policy");
        if (policy != null) {
            between(policy, "policy", 1, 2048);
        }
        return new AssumeRole(
                roleArn,
                name,
                duration(query.get("DurationSeconds")),
                externalId,
                identity,
                policy,
                members(query, "PolicyArns.member.", ".arn"),
                tags(query),
                members(query, "TransitiveTagKeys.member.", ""));
    }

    @CheckForNull
    private static Integer duration(@CheckForNull String given) throws AwsError {
        if (given == null) {
            return null;
        }
        if (!given.matches("-?\\d{1,9}")) {
            throw AwsError.badRequest("MalformedInput", "DurationSeconds is no number");
        }
        int seconds = Integer.parseInt(given);
        if (seconds < 900) {
            throw invalid(given, "durationSeconds", "Member must have value greater than or equal to 900");
        }
        if (seconds > 43_200) {
            throw invalid(given, "durationSeconds", "Member must have value less than or equal to 43200");
        }
        return seconds;
    }

    private static Map<String, String> tags(Query query) throws AwsError {
        Map<String, String> tags = new TreeMap<>();
        List<String> keys = members(query, "Tags.member.", ".Key");
        if (keys.size() > 50) {
            throw invalid("tags", "tags", "Member must have length less than or equal to 50");
        }
        for (int i = 1; i <= keys.size(); i++) {
            String key = keys.get(i - 1);
            String value = query.get("Tags.member." + i + ".Value", "");
            between(key, "tags." + i + ".member.key", 1, 128);
            between(value, "tags." + i + ".member.value", 0, 256);
            pattern(key, "tags." + i + ".member.key", "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
            pattern(value, "tags." + i + ".member.value", "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
            if (tags.put(key, value) != null) {
                throw AwsError.badRequest(
                        "InvalidParameterValue",
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }
        return tags;
    }

    private static List<String> members(Query query, String before, String after) {
        List<String> members = new ArrayList<>();
        for (int i = 1; query.has(before + i + after); i++) {
            members.add(query.get(before + i + after, ""));
        }
        return members;
    }

    private static String required(Query query, String parameter, String field) throws AwsError {
        String value = query.get(parameter);
        if (value == null) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "1 validation error detected: Value null at '" + field
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    private static void between(String value, String field, int least, int most) throws AwsError {
        if (value.length() < least) {
            throw invalid(value, field, "Member must have length greater than or equal to " + least);
        }
        if (value.length() > most) {
            throw invalid(value, field, "Member must have length less than or equal to " + most);
        }
    }

    private static void pattern(String value, String field, String pattern) throws AwsError {
        if (!value.matches(pattern)) {
            throw invalid(value, field, "Member must satisfy regular expression pattern: " + pattern);
        }
    }

    private static AwsError invalid(String value, String field, String constraint) {
        return AwsError.badRequest(
                "ValidationError",
                "1 validation error detected: Value '" + value + "' at '" + field + "' failed to satisfy constraint: "
                        + constraint);
    }
}
