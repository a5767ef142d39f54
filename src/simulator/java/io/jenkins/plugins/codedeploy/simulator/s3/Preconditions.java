package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;

/**
 * {@code If-Match} and {@code If-None-Match}.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html">Conditional requests</a>
 */
final class Preconditions {
    private Preconditions() {}

    /** For PutObject and CompleteMultipartUpload; to be asked under the bucket's lock. */
    static void forWrite(S3Call call) throws AwsError {
        StoredObject newest = call.bucket().newest(call.key());
        StoredObject existing = newest == null || newest.deleteMarker() ? null : newest;
        String noneMatch = call.header("if-none-match");
        if (noneMatch != null) {
            if (!noneMatch.equals("*")) {
                throw NewObjects.notImplemented();
            }
            if (existing != null) {
                throw failed("If-None-Match");
            }
        }
        String match = call.header("if-match");
        if (match != null) {
            if (existing == null) {
                throw new AwsError(404, "NoSuchKey", "The specified key does not exist.").detail("Key", call.key());
            }
            if (!same(match, existing)) {
                throw failed("If-Match");
            }
        }
    }

    /** For GetObject and HeadObject. @return the status to answer instead; 0 to go on */
    static int forRead(@CheckForNull String match, @CheckForNull String noneMatch, StoredObject object)
            throws AwsError {
        if (match != null && !same(match, object)) {
            throw failed("If-Match");
        }
        return noneMatch != null && same(noneMatch, object) ? 304 : 0;
    }

    private static boolean same(String given, StoredObject object) {
        return given.equals("*") || given.equals(object.eTag()) || given.equals(object.quotedETag());
    }

    private static AwsError failed(String condition) {
        return new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
                .detail("Condition", condition);
    }
}
