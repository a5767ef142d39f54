package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Map;

/**
 * AWS JSON 1.1.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">The protocol</a>
 */
public final class JsonProtocol implements Protocol {
    @Override
    public String operation(String method, String path, Query query, Headers headers, Body body) throws AwsError {
        String target = headers.get("x-amz-target");
        if (target == null || !method.equals("POST")) {
            throw new AwsError(404, "UnknownOperationException", "");
        }
        return target.substring(target.lastIndexOf('.') + 1);
    }

    @Override
    public AwsResponse error(AwsError error, String path, String requestId) {
        boolean denied = error.code().equals("AccessDenied");
        AwsResponse body = AwsResponse.json(Map.of(
                "__type",
                denied ? "AccessDeniedException" : error.code(),
                "message",
                String.valueOf(error.getMessage())));
        AwsResponse answer = new AwsResponse(denied ? 400 : error.status(), body.headers(), body.length(), body.body());
        error.headers().forEach(answer::header);
        return answer;
    }

    @Override
    public AwsError refusal(AuthFailure failure, String detail) {
        return switch (failure) {
            case MISSING -> AwsError.badRequest("MissingAuthenticationTokenException", "Missing Authentication Token");
            case MALFORMED -> AwsError.badRequest("IncompleteSignatureException", detail);
            case UNKNOWN_KEY, WRONG_TOKEN ->
                AwsError.badRequest(
                        "UnrecognizedClientException", "The security token included in the request is invalid.");
            case EXPIRED_TOKEN ->
                AwsError.badRequest("ExpiredTokenException", "The security token included in the request is expired");
            case SKEWED, EXPIRED_REQUEST -> AwsError.badRequest("InvalidSignatureException", detail);
            case UNSIGNED_HEADERS ->
                AwsError.badRequest(
                        "InvalidSignatureException",
                        "'" + detail + "' must be a 'SignedHeader' in the AWS Credential.");
            case MISMATCH -> AwsError.badRequest("InvalidSignatureException", QueryProtocol.MISMATCH);
        };
    }

    @Override
    public AwsError throttled() {
        return AwsError.badRequest("ThrottlingException", "Rate exceeded");
    }

    @Override
    @NonNull
    public String requestIdHeader() {
        return "x-amzn-RequestId";
    }
}
