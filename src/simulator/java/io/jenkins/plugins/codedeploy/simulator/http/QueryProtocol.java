package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;

/**
 * AWS query, answered in XML.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html">The protocol</a>
 */
public final class QueryProtocol implements Protocol {
    static final String MISMATCH = "The request signature we calculated does not match the signature you provided."
            + " Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    private final String namespace;

    public QueryProtocol(@NonNull String namespace) {
        this.namespace = namespace;
    }

    @Override
    public String operation(String method, String path, Query query, Headers headers, Body body)
            throws AwsError, IOException {
        String action = parameters(method, query, body).get("Action");
        if (action == null) {
            throw AwsError.badRequest("MissingAction", "Could not find operation");
        }
        return action;
    }

    /** The token is proof enough. */
    @Override
    public boolean anonymous(String operation) {
        return operation.equals("AssumeRoleWithWebIdentity");
    }

    /** The form's parameters, or the query's where there is no form. */
    @NonNull
    public static Query parameters(@NonNull String method, @NonNull Query query, @NonNull Body body)
            throws IOException {
        return method.equals("POST") ? Query.parse(body.text(), true) : query;
    }

    @Override
    public AwsResponse error(AwsError error, String path, String requestId) {
        Xml xml = new Xml()
                .open("ErrorResponse", "xmlns=\"" + namespace + "\"")
                .open("Error")
                .text("Type", error.status() < 500 ? "Sender" : "Receiver")
                .text("Code", error.code())
                .text("Message", error.getMessage())
                .close("Error")
                .text("RequestId", requestId)
                .close("ErrorResponse");
        AwsResponse answer = AwsResponse.of(error.status(), "text/xml", xml.bytes());
        error.headers().forEach(answer::header);
        return answer;
    }

    @Override
    public AwsError refusal(AuthFailure failure, String detail) {
        return switch (failure) {
            case MISSING -> new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
            case MALFORMED -> AwsError.badRequest("IncompleteSignature", detail);
            case UNKNOWN_KEY, WRONG_TOKEN ->
                new AwsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
            case EXPIRED_TOKEN ->
                new AwsError(403, "ExpiredToken", "The security token included in the request is expired");
            case SKEWED, EXPIRED_REQUEST -> new AwsError(403, "SignatureDoesNotMatch", detail);
            case UNSIGNED_HEADERS ->
                new AwsError(
                        403,
                        "SignatureDoesNotMatch",
                        "'" + detail + "' must be a 'SignedHeader' in the AWS Credential.");
            case MISMATCH -> new AwsError(403, "SignatureDoesNotMatch", MISMATCH);
        };
    }

    @Override
    public AwsError throttled() {
        return AwsError.badRequest("Throttling", "Rate exceeded");
    }

    @Override
    @NonNull
    public String requestIdHeader() {
        return "x-amzn-RequestId";
    }
}
