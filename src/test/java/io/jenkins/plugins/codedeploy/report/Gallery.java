package io.jenkins.plugins.codedeploy.report;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.codedeploy.account.FolderTargets;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.freestyle.CodeDeployBuilder;
import io.jenkins.plugins.codedeploy.pipeline.CodeDeployStep;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jvnet.hudson.test.FailureBuilder;
import org.jvnet.hudson.test.JenkinsRule;

/** Jobs with every kind of build, and every form, for a browser to look at. */
final class Gallery {
    private Gallery() {}

    static void build(JenkinsRule j) throws Throwable {
        FreeStyleProject succeeded = j.createFreeStyleProject("succeeded");
        RecordedDeployment.succeeded(j.buildAndAssertSuccess(succeeded));
        RecordedDeployment.succeeded(j.buildAndAssertSuccess(succeeded));
        FreeStyleProject failed = j.createFreeStyleProject("failed");
        failed.getBuildersList().add(new FailureBuilder());
        Run<?, ?> build = failed.scheduleBuild2(0, someone()).get();
        RecordedDeployment.failedAndRolledBack(build);
        lasted(build, Duration.ofSeconds(265));
        RecordedDeployment.running(endless(j, "running"));
        RecordedDeployment.large(endless(j, "large"));
    }

    static void forms(JenkinsRule j) throws Throwable {
        TargetAccount target = new TargetAccount("production");
        target.setRoleArn(RecordedDeployment.ROLE);
        target.setCredentialsId("aws-dev");
        target.setRegion("eu-central-1");
        TargetAccounts.get().setTargets(List.of(target));
        Folder folder = j.jenkins.createProject(Folder.class, "folder");
        folder.getProperties().add(new FolderTargets(List.of(target)));
        FreeStyleProject form = j.createFreeStyleProject("form");
        CodeDeployStep builder = new CodeDeployStep();
        builder.setTarget("production");
        form.getBuildersList().add(new CodeDeployBuilder(builder));
    }

    private static Cause someone() {
        User.getById("jane", true).setFullName("Jane Doe");
        return new Cause.UserIdCause("jane");
    }

    /** The recorded deployment takes longer than the build that records it. */
    private static void lasted(Run<?, ?> build, Duration duration) throws Exception {
        set(build, "timestamp", System.currentTimeMillis() - 405_000);
        set(build, "duration", duration.toMillis());
        build.save();
    }

    private static void set(Run<?, ?> build, String field, long value) throws Exception {
        Field found = Run.class.getDeclaredField(field);
        found.setAccessible(true);
        found.setLong(build, value);
    }

    private static Run<?, ?> endless(JenkinsRule j, String name) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("sleep 36000", true));
        return job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause())).waitForStart();
    }

    static void finish(JenkinsRule j) throws Throwable {
        Run<?, ?> build =
                j.jenkins.getItemByFullName("running", WorkflowJob.class).getBuildByNumber(1);
        RecordedDeployment.carriedOn(build);
    }
}
