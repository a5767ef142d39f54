package io.jenkins.plugins.codedeploy.simulator.s3;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AuthFailure;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Body;
import io.jenkins.plugins.codedeploy.simulator.http.Hash;
import io.jenkins.plugins.codedeploy.simulator.http.Headers;
import io.jenkins.plugins.codedeploy.simulator.http.Protocol;
import io.jenkins.plugins.codedeploy.simulator.http.Query;
import io.jenkins.plugins.codedeploy.simulator.http.Xml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * S3's REST with XML.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Errors</a>
 */
public final class S3Protocol implements Protocol {
    @Override
    public String operation(String method, String path, Query query, Headers headers, Body body) throws AwsError {
        return S3Operations.name(method, path, query, headers);
    }

    @Override
    public AwsResponse error(AwsError error, String path, String requestId) {
        Xml xml = new Xml().open("Error").text("Code", error.code()).text("Message", error.getMessage());
        error.details().forEach(xml::text);
        xml.text("Resource", path)
                .text("RequestId", requestId)
                .text("HostId", "simulated")
                .close("Error");
        AwsResponse answer = AwsResponse.of(error.status(), "application/xml", xml.bytes());
        error.headers().forEach(answer::header);
        return answer;
    }

    @Override
    public AwsError refusal(AuthFailure failure, String detail) {
        return switch (failure) {
            case MISSING -> AwsError.accessDenied("Access Denied");
            case MALFORMED -> AwsError.badRequest("AuthorizationHeaderMalformed", detail);
            case UNKNOWN_KEY ->
                new AwsError(
                        403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
            case WRONG_TOKEN ->
                AwsError.badRequest("InvalidToken", "The provided token is malformed or otherwise invalid.");
            case EXPIRED_TOKEN -> AwsError.badRequest("ExpiredToken", "The provided token has expired.");
            case SKEWED ->
                new AwsError(
                                403,
                                "RequestTimeTooSkewed",
                                "The difference between the request time and the current time is too large.")
                        .detail("MaxAllowedSkewMilliseconds", "900000");
            case EXPIRED_REQUEST ->
                AwsError.accessDenied("Request has expired")
                        .detail("Expires", detail)
                        .detail(
                                "ServerTime",
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            case UNSIGNED_HEADERS ->
                AwsError.accessDenied("There were headers present in the request which were not signed")
                        .detail("HeadersNotSigned", detail);
            case MISMATCH ->
                new AwsError(
                        403,
                        "SignatureDoesNotMatch",
                        "The request signature we calculated does not match the signature you provided."
                                + " Check your key and signing method.");
        };
    }

    @Override
    public AwsError throttled() {
        return new AwsError(503, "SlowDown", "Please reduce your request rate.");
    }

    @Override
    @NonNull
    public String requestIdHeader() {
        return "x-amz-request-id";
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public boolean anonymous(String operation) {
        return true;
    }

    @Override
    public Map<String, Hash> hashes(Headers headers) {
        Map<String, Hash> hashes = new HashMap<>();
        hashes.put(Integrity.MD5, ChecksumAlgorithm.digesting("MD5"));
        String announced = headers.get("x-amz-trailer", "");
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (headers.get(algorithm.header()) != null || announced.contains(algorithm.header())) {
                hashes.put(algorithm.name(), algorithm.start());
            }
        }
        if (hashes.size() == 1) {
            hashes.put(ChecksumAlgorithm.CRC64NVME.name(), ChecksumAlgorithm.CRC64NVME.start());
        }
        return hashes;
    }
}
