package io.jenkins.plugins.codedeploy.pipeline;

import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.deploy.RunPolicy;
import io.jenkins.plugins.codedeploy.run.DeploySettings;
import io.jenkins.plugins.codedeploy.run.TextLists;
import io.jenkins.plugins.codedeploy.run.option.GitHubCommit;
import org.kohsuke.stapler.DataBoundSetter;

/** What is deployed where, and how it is accompanied. */
public abstract class DeployStep extends BundleStep implements DeploySettings {
    private static final long serialVersionUID = 1;

    private String application;
    private String deploymentGroup;
    private String source;
    private String revision;
    private GitHubCommit gitHub;
    private String appSpecContent;
    private String deploymentId;
    private RunPolicy.OnActive onActiveDeployment = RunPolicy.DEFAULTS.onActive();
    private RunPolicy.OnReady onReady = RunPolicy.DEFAULTS.onReady();
    private RunPolicy.OnAbort onAbort = RunPolicy.DEFAULTS.onAbort();
    private RunPolicy.WaitFor waitFor = RunPolicy.DEFAULTS.waitFor();
    private boolean wait = true;
    private int timeout;

    @Override
    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    @Override
    public String getDeploymentGroup() {
        return deploymentGroup;
    }

    @DataBoundSetter
    public void setDeploymentGroup(String deploymentGroup) {
        this.deploymentGroup = Util.fixEmptyAndTrim(deploymentGroup);
    }

    @Override
    public String getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(String source) {
        this.source = Util.fixEmptyAndTrim(source);
    }

    @Override
    public String getRevision() {
        return revision;
    }

    @DataBoundSetter
    public void setRevision(String revision) {
        this.revision = Util.fixEmptyAndTrim(revision);
    }

    @Override
    public GitHubCommit getGitHub() {
        return gitHub;
    }

    @DataBoundSetter
    public void setGitHub(GitHubCommit gitHub) {
        this.gitHub = gitHub;
    }

    @Override
    public String getAppSpecContent() {
        return appSpecContent;
    }

    @DataBoundSetter
    public void setAppSpecContent(String appSpecContent) {
        this.appSpecContent = TextLists.block(appSpecContent);
    }

    @Override
    public String getDeploymentId() {
        return deploymentId;
    }

    @DataBoundSetter
    public void setDeploymentId(String deploymentId) {
        this.deploymentId = Util.fixEmptyAndTrim(deploymentId);
    }

    @Override
    public RunPolicy.OnActive getOnActiveDeployment() {
        return onActiveDeployment;
    }

    @DataBoundSetter
    public void setOnActiveDeployment(RunPolicy.OnActive onActiveDeployment) {
        this.onActiveDeployment = onActiveDeployment == null ? RunPolicy.DEFAULTS.onActive() : onActiveDeployment;
    }

    @Override
    public RunPolicy.OnReady getOnReady() {
        return onReady;
    }

    @DataBoundSetter
    public void setOnReady(RunPolicy.OnReady onReady) {
        this.onReady = onReady == null ? RunPolicy.DEFAULTS.onReady() : onReady;
    }

    @Override
    public RunPolicy.OnAbort getOnAbort() {
        return onAbort;
    }

    @DataBoundSetter
    public void setOnAbort(RunPolicy.OnAbort onAbort) {
        this.onAbort = onAbort == null ? RunPolicy.DEFAULTS.onAbort() : onAbort;
    }

    @Override
    public RunPolicy.WaitFor getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(RunPolicy.WaitFor waitFor) {
        this.waitFor = waitFor == null ? RunPolicy.DEFAULTS.waitFor() : waitFor;
    }

    @Override
    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    @Override
    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }
}
