package io.jenkins.plugins.codedeploy.simulator.sts;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsRequest;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import io.jenkins.plugins.codedeploy.simulator.http.Query;
import io.jenkins.plugins.codedeploy.simulator.http.QueryProtocol;
import io.jenkins.plugins.codedeploy.simulator.http.Service;
import io.jenkins.plugins.codedeploy.simulator.http.Xml;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Sessions of roles, and who one is. */
public final class Sts implements Service {
    public static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private static final int MOST_SESSIONS = 10_000;

    private final Iam iam;
    private final Grant grant;
    private final WebIdentityGrant webIdentity;
    private final Clock clock;

    private final Deque<Session> sessions = new ConcurrentLinkedDeque<>();

    @CheckForNull
    private volatile Duration shortened;

    /**
     * A requested session, whether or not it was granted.
     *
     * @param policy inline session policy; null for none
     */
    public record Session(
            @NonNull String roleArn,
            @NonNull String name,
            @CheckForNull String policy) {}

    public Sts(@NonNull Iam iam, @NonNull Clock clock) {
        this.iam = iam;
        this.clock = clock;
        grant = new Grant(iam);
        webIdentity = new WebIdentityGrant(iam, clock);
    }

    /**
     * Sessions granted from now on end early, and say so.
     *
     * @param realTime null for the time that was asked for
     */
    public void sessionsEndAfter(@CheckForNull Duration realTime) {
        shortened = realTime;
    }

    /** The first 10,000, the oldest first. */
    @NonNull
    public List<Session> sessions() {
        return List.copyOf(sessions);
    }

    @Override
    public AwsResponse handle(AwsRequest request) throws AwsError, IOException {
        return switch (request.operation()) {
            case "AssumeRole" -> assumeRole(request);
            case "AssumeRoleWithWebIdentity" -> assumeRoleWithWebIdentity(request);
            case "GetCallerIdentity" -> identity(request);
            default ->
                throw AwsError.badRequest(
                        "InvalidAction", "Could not find operation " + request.operation() + " for version 2011-06-15");
        };
    }

    private AwsResponse assumeRole(AwsRequest request) throws AwsError, IOException {
        AssumeRole asked = AssumeRole.read(QueryProtocol.parameters(request.method(), request.query(), request.body()));
        remember(asked);
        Caller session = grant.session(request.caller(), asked);
        Xml xml = begin("AssumeRole");
        session(xml, session, asked);
        return end(xml, "AssumeRole", request);
    }

    private AwsResponse assumeRoleWithWebIdentity(AwsRequest request) throws AwsError, IOException {
        Query query = QueryProtocol.parameters(request.method(), request.query(), request.body());
        AssumeRole asked = AssumeRole.read(query);
        remember(asked);
        WebIdentityGrant.Granted granted = webIdentity.session(asked, query.get("WebIdentityToken", ""));
        Xml xml = begin("AssumeRoleWithWebIdentity")
                .text("SubjectFromWebIdentityToken", granted.subject())
                .text("Audience", granted.audience())
                .text("Provider", granted.provider().arn());
        session(xml, granted.session(), asked);
        return end(xml, "AssumeRoleWithWebIdentity", request);
    }

    private void remember(AssumeRole asked) {
        if (sessions.size() < MOST_SESSIONS) {
            sessions.add(new Session(asked.roleArn(), asked.sessionName(), asked.policy()));
        }
    }

    private void session(Xml xml, Caller session, AssumeRole asked) {
        Duration shorter = shortened;
        Duration lifetime = shorter == null ? Duration.ofSeconds(Grant.seconds(asked)) : shorter;
        // Whole seconds, as AWS writes them, and never less than was promised.
        Instant expiration = clock.instant().plus(lifetime).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        Credential credential = iam.createSession(session, expiration);
        xml.open("AssumedRoleUser")
                .text("AssumedRoleId", session.userId())
                .text("Arn", session.arn())
                .close("AssumedRoleUser")
                .open("Credentials")
                .text("AccessKeyId", credential.accessKeyId())
                .text("SecretAccessKey", credential.secretAccessKey())
                .text("SessionToken", credential.sessionToken())
                .text("Expiration", expiration)
                .close("Credentials")
                .text("SourceIdentity", session.sourceIdentity());
        if (asked.policy() != null || !asked.tags().isEmpty()) {
            xml.text("PackedPolicySize", packedSize(asked));
        }
    }

    /** Of 100; how AWS packs is not published. */
    private static int packedSize(AssumeRole asked) {
        String policy = asked.policy();
        int characters = policy == null ? 0 : policy.length();
        return Math.min(100, 1 + (characters + asked.tags().toString().length()) * 100 / 4096);
    }

    private static AwsResponse identity(AwsRequest request) {
        Xml xml = begin("GetCallerIdentity")
                .text("Arn", request.caller().arn())
                .text("UserId", request.caller().userId())
                .text("Account", request.caller().accountId());
        return end(xml, "GetCallerIdentity", request);
    }

    private static Xml begin(String operation) {
        return new Xml()
                .open(operation + "Response", "xmlns=\"" + NAMESPACE + "\"")
                .open(operation + "Result");
    }

    private static AwsResponse end(Xml xml, String operation, AwsRequest request) {
        xml.close(operation + "Result")
                .open("ResponseMetadata")
                .text("RequestId", request.requestId())
                .close("ResponseMetadata")
                .close(operation + "Response");
        return AwsResponse.of(200, "text/xml", xml.bytes());
    }
}
