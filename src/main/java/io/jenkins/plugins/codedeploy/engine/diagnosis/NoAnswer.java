package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;

/** A call without a useful answer: nothing follows from it, neither for a right nor against it. */
public record NoAnswer(
        @NonNull AwsService service,
        @NonNull Kind kind,
        @NonNull Problem problem) {
    /** How far the call came. */
    public enum Kind {
        UNREACHABLE,
        /** Asked, but throttled, timed out, cut off, or answered with the service's own trouble. */
        SILENT,
        WITHOUT_CREDENTIALS
    }

    /**
     * @param bucketRegion for S3; null: the deployment's
     * @return null where the service has answered, refusals included
     */
    @CheckForNull
    public static NoAnswer of(
            @NonNull AwsService service,
            @NonNull TargetAccess access,
            @CheckForNull String bucketRegion,
            @NonNull RuntimeException e) {
        String said = UrlRedaction.withoutQuery(AwsErrors.message(e));
        if (AwsErrors.isClientSide(e)) {
            return new NoAnswer(service, Kind.WITHOUT_CREDENTIALS, withoutCredentials(access, e));
        }
        Problem unreachable = Refusals.unreachable(access.region(), service.title(), e);
        if (unreachable != null && unreachable.summary().code().equals("aws.serverError")) {
            return new NoAnswer(service, Kind.SILENT, unreachable);
        }
        if (unreachable != null) {
            return new NoAnswer(
                    service,
                    Kind.UNREACHABLE,
                    new Problem(
                            Text.of("aws.unreachable.at", service.title(), service.endpoint(access, bucketRegion)),
                            unreachable.cause(),
                            unreachable.fix()));
        }
        return AwsErrors.isUnanswered(e) || AwsErrors.isThrottle(e)
                ? new NoAnswer(service, Kind.SILENT, Problem.of(Text.of("aws.silent", service.title(), said)))
                : null;
    }

    @NonNull
    static Problem withoutCredentials(@NonNull TargetAccess access, @NonNull RuntimeException e) {
        // what follows is what each place that was looked at says, some lines of it
        String said = AwsErrors.message(e).replaceFirst("(?s) in the chain .*", ".");
        return new Problem(
                Text.of("aws.noCredentials", access.source().label()),
                Text.of("aws.cause", UrlRedaction.withoutQuery(said)),
                Text.of("aws.noCredentials.fix"));
    }
}
