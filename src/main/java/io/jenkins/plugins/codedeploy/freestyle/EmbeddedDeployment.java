package io.jenkins.plugins.codedeploy.freestyle;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Result;
import io.jenkins.plugins.codedeploy.build.BlockingDeployment;
import io.jenkins.plugins.codedeploy.parameters.DeployInputs;
import io.jenkins.plugins.codedeploy.parameters.TimeLimit;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import io.jenkins.plugins.codedeploy.result.CodeDeployEnvironment;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;

/** A deployment of a freestyle build, with the parameters of the Pipeline step and the variables of the build. */
final class EmbeddedDeployment {
    private EmbeddedDeployment() {}

    /** Blocks until the end. A time-out that is over aborts the build, as it does in a Pipeline. */
    static boolean perform(
            @NonNull CodeDeployStep parameters, @NonNull AbstractBuild<?, ?> build, @NonNull BuildListener listener)
            throws InterruptedException, IOException {
        EnvVars env = build.getEnvironment(listener);
        DeployInputs inputs = new DeployInputs(parameters, value -> Util.replaceMacro(value, env));
        CodeDeployEnvironment.deploymentBegins(build, inputs.revision());
        try {
            inputs.checkAll();
            inputs.checkAppSpecContent(listener.getLogger()::println);
            new BlockingDeployment(build, inputs, listener).run(build.getWorkspace());
            return true;
        } catch (TimeLimit.Over e) {
            listener.error(e.getMessage());
            build.setResult(Result.ABORTED);
            return false;
        } catch (BlockingDeployment.Overtaken e) {
            listener.error(e.getMessage());
            build.setResult(Result.NOT_BUILT);
            return false;
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw UserMessages.asIOException(e);
        }
    }
}
