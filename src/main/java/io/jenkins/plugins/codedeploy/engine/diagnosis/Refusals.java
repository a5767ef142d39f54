package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import java.net.UnknownHostException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sts.model.StsException;

/** Says what AWS did not do for us. Across accounts AWS itself is terse, so our own request gives the context. */
public final class Refusals {
    private Refusals() {}

    /**
     * @param action as IAM spells it, such as {@code codedeploy:CreateDeployment}
     * @param resource that it was asked of: an ARN, or a name
     */
    @NonNull
    public static Problem explain(TargetAccess access, String action, String resource, RuntimeException e) {
        return explain(access, access.known(), action, resource, e);
    }

    /** @param known what causes and remedies can name beside the access itself */
    @NonNull
    public static Problem explain(
            TargetAccess access, SetupValues known, String action, String resource, RuntimeException e) {
        Problem ofToken = WebIdentityDiagnosis.of(access, e);
        if (ofToken != null) {
            return ofToken;
        }
        Problem ofSignature = ofSignature(
                AwsErrors.code(e),
                AwsErrors.message(e),
                e instanceof StsException ? access.source().label() : access.actor(),
                said(e));
        if (ofSignature != null) {
            return ofSignature;
        }
        if (e instanceof StsException && !AwsErrors.hasNoErrorCode(e)) {
            return assumeRole(access, e)
                    .with(AssumeDiagnosis.of(access, known, AwsErrors.code(e), AwsErrors.message(e)));
        }
        if (AwsErrors.isClientSide(e)) {
            return NoAnswer.withoutCredentials(access, e);
        }
        Problem told = call(access, action, resource, e);
        boolean answered = e instanceof AwsServiceException && !AwsErrors.isTransient(e);
        return answered
                ? told.with(CallDiagnosis.of(
                        known, action, AwsErrors.code(e), AwsErrors.message(e), AwsErrors.isAccessDenied(e)))
                : told;
    }

    @NonNull
    private static Problem call(TargetAccess access, String action, String resource, RuntimeException e) {
        Text said = said(e);
        if (AwsErrors.isAccessDenied(e)) {
            return new Problem(Text.of("aws.denied", access.actor(), action, resource), said, null);
        }
        Problem unreachable = unreachable(access.region(), action, e);
        if (unreachable != null) {
            return unreachable;
        }
        if (AwsErrors.isUnanswered(e)) {
            return new Problem(Text.of("aws.unanswered", action), Text.of("aws.cause", AwsErrors.message(e)), null);
        }
        return new Problem(Text.of("aws.failed", action, resource), said, null);
    }

    private static Text said(RuntimeException e) {
        String code = AwsErrors.code(e);
        if (code.isEmpty()) {
            return Text.of("aws.cause", AwsErrors.message(e));
        }
        String id = e instanceof AwsServiceException answer ? answer.requestId() : null;
        return id == null
                ? Text.of("aws.said.brief", code, AwsErrors.message(e))
                : Text.of("aws.said", code, AwsErrors.message(e), id);
    }

    /**
     * What is wrong with the credentials or with how they sign, in one sentence: no policy was asked.
     *
     * @param identity whose they are, for messages
     * @return null for every other code
     */
    @CheckForNull
    public static Problem ofSignature(String code, String message, String identity, Text said) {
        boolean late = message.startsWith("Signature expired") || message.startsWith("Signature not yet current");
        Text what =
                switch (code) {
                    case "ExpiredToken", "ExpiredTokenException", "RequestExpired" ->
                        Text.of("aws.credential.expired", identity);
                    case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId" ->
                        Text.of("aws.credential.unknown", identity);
                    case "InvalidToken" -> Text.of("aws.credential.token", identity);
                    case "SignatureDoesNotMatch", "InvalidSignatureException" ->
                        late ? Text.of("aws.clock") : Text.of("aws.credential.secret", identity);
                    case "RequestTimeTooSkewed" -> Text.of("aws.clock");
                    case "IncompleteSignature",
                            "IncompleteSignatureException",
                            "MissingAuthenticationToken",
                            "MissingAuthenticationTokenException",
                            "AuthFailure" -> Text.of("aws.credential.refused", identity);
                    case "NotSignedUp", "OptInRequired" -> Text.of("aws.notSignedUp", identity);
                    default -> null;
                };
        return what == null ? null : new Problem(what, said, null);
    }

    /**
     * No connection, or one to something else.
     *
     * @return null where the answer is AWS's, or was lost on its way
     */
    @CheckForNull
    public static Problem unreachable(String region, String action, RuntimeException e) {
        Throwable why = AwsErrors.noConnection(e);
        if (why != null) {
            return new Problem(
                    Text.of("aws.unreachable", action),
                    Text.of(
                            why instanceof UnknownHostException ? "aws.unknownHost" : "aws.noConnection",
                            UrlRedaction.withoutQuery(AwsErrors.message(why))),
                    Text.of("aws.unreachable.fix", region));
        }
        if (e instanceof AwsServiceException answer && AwsErrors.hasNoErrorCode(answer)) {
            if (answer.statusCode() >= 500) {
                // the service itself, or a proxy: somebody is there, and other calls may be answered
                return new Problem(
                        Text.of("aws.serverError", action, answer.statusCode()), null, Text.of("aws.serverError.fix"));
            }
            return new Problem(
                    Text.of("aws.unreachable", action),
                    Text.of("aws.foreign", answer.statusCode()),
                    Text.of("aws.unreachable.fix", region));
        }
        return null;
    }

    @NonNull
    private static Problem assumeRole(TargetAccess access, RuntimeException e) {
        Text said = Text.of("aws.cause", AwsErrors.message(e));
        if (AwsErrors.isAccessDenied(e)) {
            return new Problem(Text.of("aws.assume.denied", access.source().label(), access.role()), said, null);
        }
        return new Problem(Text.of("aws.failed", "sts:AssumeRole", access.role()), said, null);
    }
}
