package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Crypto;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;

/** Compares a body with what the request says of it. */
final class Integrity {
    static final String MD5 = "MD5";

    private Integrity() {}

    /**
     * The body's MD5, which is the eTag.
     *
     * @throws AwsError {@code BadDigest} where {@code Content-MD5} is another
     */
    @NonNull
    static String md5(S3Call call) throws AwsError, IOException {
        byte[] computed = call.request().body().hash(MD5, () -> ChecksumAlgorithm.digesting("MD5"));
        String given = call.header("content-md5");
        if (given != null
                && !Arrays.equals(
                        decode(given, 16, "InvalidDigest", "The Content-MD5 you specified was invalid."), computed)) {
            throw AwsError.badRequest("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
        return Crypto.hex(computed);
    }

    /** The one algorithm that the request gives a value for; null for none. */
    @CheckForNull
    static ChecksumAlgorithm given(S3Call call) throws AwsError {
        ChecksumAlgorithm found = null;
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (call.header(algorithm.header()) != null) {
                if (found != null) {
                    throw AwsError.badRequest(
                            "InvalidRequest",
                            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
                }
                found = algorithm;
            }
        }
        if (found == null && call.header("x-amz-sdk-checksum-algorithm") != null) {
            throw AwsError.badRequest(
                    "InvalidRequest",
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer"
                            + " headers were found.");
        }
        return found;
    }

    /** @throws AwsError {@code BadDigest} where the request gives another value */
    @NonNull
    static ObjectChecksum verified(S3Call call, ChecksumAlgorithm algorithm) throws AwsError, IOException {
        byte[] computed = call.request().body().hash(algorithm.name(), algorithm::start);
        String given = call.header(algorithm.header());
        if (given != null && !Arrays.equals(value(given, algorithm), computed)) {
            throw mismatch(algorithm);
        }
        return new ObjectChecksum(
                algorithm, Base64.getEncoder().encodeToString(computed), ObjectChecksum.Type.FULL_OBJECT, true);
    }

    static AwsError mismatch(ChecksumAlgorithm algorithm) {
        return AwsError.badRequest(
                "BadDigest", "The " + algorithm.name() + " you specified did not match the calculated checksum.");
    }

    @NonNull
    static byte[] value(String given, ChecksumAlgorithm algorithm) throws AwsError {
        return decode(
                given, algorithm.size(), "InvalidRequest", "Value for " + algorithm.header() + " header is invalid.");
    }

    private static byte[] decode(String base64, int size, String code, String message) throws AwsError {
        try {
            byte[] value = Base64.getDecoder().decode(base64);
            if (value.length == size) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw AwsError.badRequest(code, message);
        }
        throw AwsError.badRequest(code, message);
    }

    /** A body that is no object, such as an XML document, may carry a checksum too. */
    static void ofDocument(S3Call call) throws AwsError, IOException {
        md5(call);
        ChecksumAlgorithm algorithm = given(call);
        if (algorithm != null) {
            verified(call, algorithm);
        }
    }
}
