package io.jenkins.plugins.codedeploy.freestyle;

import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.run.DeploySettings;
import io.jenkins.plugins.codedeploy.run.TextLists;
import io.jenkins.plugins.codedeploy.run.option.GitHubCommit;
import org.kohsuke.stapler.DataBoundSetter;

/** What is deployed where. */
public abstract class DeployBuilder extends AccessBuilder implements DeploySettings {
    private String includes;
    private String excludes;
    private String appSpec;
    private boolean strictAppSpec;
    private String key;
    private String keyPrefix;
    private Symlinks symlinks = Symlinks.FOLLOW;
    private boolean force;
    private String application;
    private String deploymentGroup;
    private String source;
    private String revision;
    private GitHubCommit gitHub;
    private String appSpecContent;
    private String deploymentId;

    @Override
    public String getIncludes() {
        return includes;
    }

    @DataBoundSetter
    public void setIncludes(String includes) {
        this.includes = Util.fixEmptyAndTrim(includes);
    }

    @Override
    public String getExcludes() {
        return excludes;
    }

    @DataBoundSetter
    public void setExcludes(String excludes) {
        this.excludes = Util.fixEmptyAndTrim(excludes);
    }

    @Override
    public String getAppSpec() {
        return appSpec;
    }

    @DataBoundSetter
    public void setAppSpec(String appSpec) {
        this.appSpec = Util.fixEmptyAndTrim(appSpec);
    }

    @Override
    public boolean isStrictAppSpec() {
        return strictAppSpec;
    }

    @DataBoundSetter
    public void setStrictAppSpec(boolean strictAppSpec) {
        this.strictAppSpec = strictAppSpec;
    }

    @Override
    public String getKey() {
        return key;
    }

    @DataBoundSetter
    public void setKey(String key) {
        this.key = Util.fixEmptyAndTrim(key);
    }

    @Override
    public String getKeyPrefix() {
        return keyPrefix;
    }

    @DataBoundSetter
    public void setKeyPrefix(String keyPrefix) {
        this.keyPrefix = Util.fixEmptyAndTrim(keyPrefix);
    }

    @Override
    public Symlinks getSymlinks() {
        return symlinks;
    }

    @DataBoundSetter
    public void setSymlinks(Symlinks symlinks) {
        this.symlinks = symlinks == null ? Symlinks.FOLLOW : symlinks;
    }

    @Override
    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

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
}
