package io.jenkins.plugins.codedeploy.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.remoting.Channel;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.IOException;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The engine's messages in the controller's language, as failures that need no stack trace. */
public final class UserMessages {
    private static final Logger LOGGER = Logger.getLogger(UserMessages.class.getName());

    private UserMessages() {}

    /** A build's log has one language, whoever reads it. */
    @NonNull
    public static Locale locale() {
        return Locale.getDefault();
    }

    /** For the log of a build that was told to stop while it bundled or uploaded. */
    @NonNull
    public static String uploadCancelled() {
        return Messages.UserMessages_uploadCancelled();
    }

    @NonNull
    public static AbortException failure(@NonNull Problem problem) {
        return new AbortException(problem.in(locale()));
    }

    /**
     * What the engine expects to go wrong, told; everything else as it is. Without
     * the cause, unless that is an agent's loss: a build keeps its failures on disk, and the SDK's do not belong there.
     */
    @NonNull
    public static Throwable told(@NonNull Throwable failure) {
        if (failure instanceof EngineException e) {
            LOGGER.log(Level.FINE, "told to the build", e);
            return failure(e.problem());
        }
        if (failure instanceof InvalidInputException e) {
            Text text = Text.of("engine.field", e.field(), e.text());
            return new AbortException(text.in(locale()));
        }
        if (Channel.isClosedChannelException(failure)) {
            AbortException lost =
                    new AbortException(SingleLine.of(Messages.UserMessages_agentLost(failure.getMessage())));
            // by which a retry knows it
            lost.initCause(failure);
            return lost;
        }
        return failure;
    }

    /** The same for callers that may throw no more than that. */
    @NonNull
    public static IOException asIOException(@NonNull Exception failure) {
        Throwable told = told(failure);
        return told instanceof IOException io ? io : new IOException(told);
    }
}
