package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;

/**
 * The options of CreateDeployment that are either set or left to CodeDeploy. Call, form, command line and report are
 * read from here.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html">CreateDeployment</a>
 */
public enum DeploymentFlag {
    IGNORE_APPLICATION_STOP_FAILURES(
            "deploy.flag.ignoreApplicationStopFailures",
            true,
            CreateDeploymentRequest.Builder::ignoreApplicationStopFailures),
    UPDATE_OUTDATED_INSTANCES_ONLY(
            "deploy.flag.updateOutdatedInstancesOnly",
            true,
            CreateDeploymentRequest.Builder::updateOutdatedInstancesOnly);

    private static final Pattern WORD = Pattern.compile("_(.)");

    private final String label;
    private final boolean serverOnly;
    private final BiConsumer<CreateDeploymentRequest.Builder, Boolean> call;

    /**
     * @param label code of a few words that say what it does
     * @param serverOnly whether Lambda and ECS deployments refuse it
     */
    DeploymentFlag(String label, boolean serverOnly, BiConsumer<CreateDeploymentRequest.Builder, Boolean> call) {
        this.label = label;
        this.serverOnly = serverOnly;
        this.call = call;
    }

    /** The name of the step's parameter, such as {@code updateOutdatedInstancesOnly}. */
    @NonNull
    public String field() {
        return WORD.matcher(name().toLowerCase(Locale.ROOT))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    /** A few words that say what it does, as a form's label. */
    @NonNull
    public Text label() {
        return Text.of(label);
    }

    boolean isServerOnly() {
        return serverOnly;
    }

    void set(CreateDeploymentRequest.Builder request) {
        call.accept(request, true);
    }
}
