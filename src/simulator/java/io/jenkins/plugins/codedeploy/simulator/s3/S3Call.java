package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsRequest;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A call on a bucket that exists.
 *
 * @param key empty for the bucket itself
 */
record S3Call(
        @NonNull AwsRequest request,
        @NonNull StoredBucket bucket,
        @NonNull String key) {
    Caller caller() {
        return request.caller();
    }

    String arn() {
        return bucket.arn(key);
    }

    /** A header, or the query parameter that a presigned request carries it in. */
    @CheckForNull
    String header(String name) {
        String header = request.headers().get(name);
        if (header != null || !name.startsWith("x-amz-")) {
            return header;
        }
        for (Map.Entry<String, String> parameter : request.query().all()) {
            if (parameter.getKey().equalsIgnoreCase(name)) {
                return parameter.getValue();
            }
        }
        return null;
    }

    @CheckForNull
    String query(String name) {
        return request.query().get(name);
    }

    int number(String name, int otherwise, int most) throws AwsError {
        String given = query(name);
        if (given == null) {
            return otherwise;
        }
        if (!given.matches("\\d{1,9}")) {
            throw invalid("Provided " + name + " not an integer or within integer range", name, given);
        }
        return Math.min(Integer.parseInt(given), most);
    }

    static AwsError invalid(String message, String name, String value) {
        return AwsError.badRequest("InvalidArgument", message)
                .detail("ArgumentName", name)
                .detail("ArgumentValue", value);
    }

    /** The caller's {@code x-amz-meta-*}, names in lower case. */
    Map<String, String> metadata() throws AwsError {
        Map<String, String> metadata = new LinkedHashMap<>();
        int size = 0;
        for (String name : request.headers().names()) {
            if (name.startsWith("x-amz-meta-")) {
                String value = request.headers().get(name, "");
                size += name.length() - "x-amz-meta-".length() + value.length();
                metadata.put(name, value);
            }
        }
        for (Map.Entry<String, String> parameter : request.query().all()) {
            String name = parameter.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-meta-")) {
                metadata.putIfAbsent(name, parameter.getValue());
            }
        }
        if (size > 2048) {
            throw AwsError.badRequest(
                    "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
        }
        return metadata;
    }
}
