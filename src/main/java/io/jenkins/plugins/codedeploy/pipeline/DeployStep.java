package io.jenkins.plugins.codedeploy.pipeline;

import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
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
    private DeploymentPolicy.OnActive onActiveDeployment = DeploymentPolicy.DEFAULTS.onActive();
    private DeploymentPolicy.OnReady onReady = DeploymentPolicy.DEFAULTS.onReady();
    private DeploymentPolicy.OnAbort onAbort = DeploymentPolicy.DEFAULTS.onAbort();
    private DeploymentPolicy.WaitFor waitFor = DeploymentPolicy.DEFAULTS.waitFor();
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
    public DeploymentPolicy.OnActive getOnActiveDeployment() {
        return onActiveDeployment;
    }

    @DataBoundSetter
    public void setOnActiveDeployment(DeploymentPolicy.OnActive onActiveDeployment) {
        this.onActiveDeployment =
                onActiveDeployment == null ? DeploymentPolicy.DEFAULTS.onActive() : onActiveDeployment;
    }

    @Override
    public DeploymentPolicy.OnReady getOnReady() {
        return onReady;
    }

    @DataBoundSetter
    public void setOnReady(DeploymentPolicy.OnReady onReady) {
        this.onReady = onReady == null ? DeploymentPolicy.DEFAULTS.onReady() : onReady;
    }

    @Override
    public DeploymentPolicy.OnAbort getOnAbort() {
        return onAbort;
    }

    @DataBoundSetter
    public void setOnAbort(DeploymentPolicy.OnAbort onAbort) {
        this.onAbort = onAbort == null ? DeploymentPolicy.DEFAULTS.onAbort() : onAbort;
    }

    @Override
    public DeploymentPolicy.WaitFor getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(DeploymentPolicy.WaitFor waitFor) {
        this.waitFor = waitFor == null ? DeploymentPolicy.DEFAULTS.waitFor() : waitFor;
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
