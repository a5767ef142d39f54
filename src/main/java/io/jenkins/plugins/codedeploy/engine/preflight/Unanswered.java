package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.diagnosis.NoAnswer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Ends the check that asked, which then knows nothing. */
final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient NoAnswer answer;

    Unanswered(@NonNull NoAnswer answer, @NonNull SdkException cause) {
        super(cause);
        this.answer = answer;
    }

    @NonNull
    AwsService service() {
        return answer.service();
    }

    /** The service has answered other calls. */
    @NonNull
    CheckResult ofOneCall(@NonNull Check check) {
        if (answer.kind() != NoAnswer.Kind.UNREACHABLE) {
            return of(check);
        }
        String title = answer.service().title();
        return CheckResult.notProvable(
                check,
                Problem.of(
                        getCause() instanceof AwsServiceException e
                                ? Text.of("preflight.oneCall.status", title, e.statusCode())
                                : Text.of("preflight.oneCall", title, AwsErrors.message(getCause()))));
    }

    /** The service that is not reached is told once, by the first check that it is asked for. */
    @NonNull
    CheckResult of(@NonNull Check check) {
        boolean failed =
                switch (answer.kind()) {
                    case UNREACHABLE -> check == Check.firstOf(answer.service());
                    case WITHOUT_CREDENTIALS -> check == Check.IDENTITY;
                    case SILENT -> false;
                };
        return failed ? CheckResult.failed(check, answer.problem()) : CheckResult.unknown(check, answer);
    }
}
