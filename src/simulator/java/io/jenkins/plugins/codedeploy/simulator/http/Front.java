package io.jenkins.plugins.codedeploy.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

/** Every request's way: signature, body, fault, service, answer, record. */
public final class Front implements HttpHandler {
    private final Registry registry;
    private final SignatureCheck signatures;
    private final BodyReader bodies;
    private final Faults faults;
    private final Calls calls;

    /** @param credentials answers null for an unknown access key id */
    public Front(
            @NonNull Registry registry,
            @NonNull Function<String, Credential> credentials,
            @NonNull Path bodies,
            Faults faults,
            Calls calls,
            @NonNull Clock clock) {
        this.registry = registry;
        signatures = new SignatureCheck(credentials, clock);
        this.bodies = new BodyReader(bodies);
        this.faults = faults;
        this.calls = calls;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Exchange call = new Exchange(exchange);
        try {
            call.serve();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            call.discardBody();
            exchange.close();
        }
    }

    /** What is known of one call by and by. */
    private final class Exchange {
        private final HttpExchange exchange;
        private final Received received;
        private final String requestId = UUID.randomUUID().toString();
        private String service = "";
        private String operation = "";
        private String region = "";
        private Caller caller = Caller.ANONYMOUS;
        private Body body = Body.EMPTY;

        Exchange(HttpExchange exchange) {
            this.exchange = exchange;
            received = Received.of(exchange);
        }

        void serve() throws IOException, InterruptedException {
            Signature signature = null;
            String malformed = null;
            try {
                signature = Signature.read(received);
            } catch (Signature.Malformed e) {
                malformed = e.getMessage();
            }
            service = signature == null ? registry.guess(received.headers()) : signature.service();
            region = signature == null ? "" : signature.region();
            Registry.Entry target = registry.find(service);
            Protocol protocol = target == null ? new JsonProtocol() : target.protocol();
            Answers answers = new Answers(exchange, received.method(), protocol.requestIdHeader(), requestId);
            Fault fault = null;
            AwsResponse answer;
            AwsError error = null;
            try {
                if (malformed != null) {
                    throw protocol.refusal(AuthFailure.MALFORMED, malformed);
                }
                if (target == null) {
                    throw new AwsError(404, "UnknownOperationException", "No service " + service + " here.");
                }
                AwsRequest request = verified(signature, protocol);
                fault = faults.take(service, operation);
                if (fault != null && answers.goesWrongBefore(fault)) {
                    record(0, fault.kind().name());
                    return;
                }
                if (fault != null && fault.kind() == Fault.Kind.ERROR) {
                    AwsError demanded = fault.error();
                    throw demanded == null ? protocol.throttled() : demanded;
                }
                answer = fault != null && fault.kind() == Fault.Kind.FOREIGN
                        ? AwsResponse.empty(fault.status())
                        : carryOut(target.service(), request);
            } catch (AwsError e) {
                error = e;
                answer = protocol.error(e, received.path(protocol.streams()), requestId);
            } catch (RuntimeException e) {
                // A bug here must look like one of AWS', and be found in the test's output.
                System.getLogger(Front.class.getName()).log(System.Logger.Level.ERROR, operation, e);
                error = new AwsError(500, "InternalError", "We encountered an internal error. Please try again.");
                answer = protocol.error(error, received.path(protocol.streams()), requestId);
            }
            // Before the response, because the client may check what is left.
            discardBody();
            record(answer.status(), error == null ? null : error.code());
            answers.send(answer, fault);
        }

        private AwsResponse carryOut(Service carrier, AwsRequest request) throws AwsError {
            try {
                return carrier.handle(request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private AwsRequest verified(@CheckForNull Signature signature, Protocol protocol) throws AwsError, IOException {
            Headers headers = received.headers();
            String path = received.path(protocol.streams());
            if (protocol.streams()) {
                operation = protocol.operation(received.method(), path, received.query(), headers, Body.EMPTY);
                requireSignature(signature, protocol);
                String hash = payloadHash(signature);
                Verified verified = signature == null ? null : signatures.verify(received, signature, protocol, hash);
                caller = verified == null ? Caller.ANONYMOUS : verified.caller();
                BodyReader.Read read = bodies.toFile(received, hash, verified, protocol);
                body = read.body();
                headers = read.headers();
            } else {
                body = bodies.inMemory(received);
                operation = protocol.operation(received.method(), path, received.query(), headers, body);
                requireSignature(signature, protocol);
                caller = signature == null
                        ? Caller.ANONYMOUS
                        : signatures
                                .verify(received, signature, protocol, Crypto.sha256(body.bytes()))
                                .caller();
            }
            return new AwsRequest(
                    service,
                    operation,
                    received.method(),
                    path,
                    received.query(),
                    region,
                    headers,
                    body,
                    caller,
                    requestId);
        }

        private void requireSignature(@CheckForNull Signature signature, Protocol protocol) throws AwsError {
            if (signature == null && !protocol.anonymous(operation)) {
                throw protocol.refusal(AuthFailure.MISSING, "");
            }
        }

        /** No service took over the file. */
        void discardBody() throws IOException {
            Path file = body.file();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }

        private String payloadHash(@CheckForNull Signature signature) throws AwsError {
            String header = received.headers().get("x-amz-content-sha256");
            if (header != null) {
                return header;
            }
            if (signature == null || signature.presigned()) {
                return received.query().get("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
            }
            throw AwsError.badRequest(
                    "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
        }

        private void record(int status, @CheckForNull String code) {
            String arn = caller.kind() == Caller.Kind.ANONYMOUS ? null : caller.arn();
            calls.add(new Call(Instant.now(), service, operation, arn, region, status, code));
        }
    }
}
