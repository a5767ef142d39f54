package io.jenkins.plugins.codedeploy.pipeline;

import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;

/** A build step that holds one of the plugin's Pipeline steps, so that a job's form shows and saves it. */
public final class StepHolder extends Builder {
    private final Step step;

    @DataBoundConstructor
    public StepHolder(Step step) {
        this.step = step;
    }

    public Step getStep() {
        return step;
    }

    /** What is left of {@code step} after its form was opened and saved. */
    @SuppressWarnings("unchecked")
    static <S extends Step> S configRoundTrip(JenkinsRule j, S step) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildersList().add(new StepHolder(step));
        j.configRoundtrip(job);
        StepHolder saved = job.getBuildersList().get(StepHolder.class);
        return (S) step.getClass().cast(saved.getStep());
    }

    @TestExtension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        public List<Descriptor<?>> getSteps() {
            return List.of(
                    Jenkins.get().getDescriptorOrDie(CodeDeployStep.class),
                    Jenkins.get().getDescriptorOrDie(CodeDeployPushStep.class),
                    Jenkins.get().getDescriptorOrDie(CodeDeployPreflightStep.class));
        }

        @Override
        public boolean isApplicable(@SuppressWarnings("rawtypes") Class type) {
            return true;
        }
    }
}
