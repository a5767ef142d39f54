package io.jenkins.plugins.codedeploy.freestyle;

import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.run.option.Alarms;
import io.jenkins.plugins.codedeploy.run.option.AutoRollback;
import io.jenkins.plugins.codedeploy.run.option.TargetInstances;
import org.kohsuke.stapler.DataBoundSetter;

/** How CodeDeploy deploys, and how the deployment is accompanied. */
public abstract class OptionsBuilder extends DeployBuilder {
    private String deploymentConfig;
    private String description;
    private String fileExistsBehavior;
    private boolean ignoreApplicationStopFailures;
    private boolean updateOutdatedInstancesOnly;
    private AutoRollback autoRollback;
    private Alarms alarms;
    private TargetInstances targetInstances;
    private DeploymentPolicy.OnActive onActiveDeployment = DeploymentPolicy.DEFAULTS.onActive();
    private DeploymentPolicy.OnReady onReady = DeploymentPolicy.DEFAULTS.onReady();
    private DeploymentPolicy.OnAbort onAbort = DeploymentPolicy.DEFAULTS.onAbort();
    private DeploymentPolicy.WaitFor waitFor = DeploymentPolicy.DEFAULTS.waitFor();
    private boolean wait = true;
    private int timeout;

    @Override
    public String getDeploymentConfig() {
        return deploymentConfig;
    }

    @DataBoundSetter
    public void setDeploymentConfig(String deploymentConfig) {
        this.deploymentConfig = Util.fixEmptyAndTrim(deploymentConfig);
    }

    @Override
    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    @Override
    public String getFileExistsBehavior() {
        return fileExistsBehavior;
    }

    @DataBoundSetter
    public void setFileExistsBehavior(String fileExistsBehavior) {
        this.fileExistsBehavior = Util.fixEmptyAndTrim(fileExistsBehavior);
    }

    @Override
    public boolean isIgnoreApplicationStopFailures() {
        return ignoreApplicationStopFailures;
    }

    @DataBoundSetter
    public void setIgnoreApplicationStopFailures(boolean ignoreApplicationStopFailures) {
        this.ignoreApplicationStopFailures = ignoreApplicationStopFailures;
    }

    @Override
    public boolean isUpdateOutdatedInstancesOnly() {
        return updateOutdatedInstancesOnly;
    }

    @DataBoundSetter
    public void setUpdateOutdatedInstancesOnly(boolean updateOutdatedInstancesOnly) {
        this.updateOutdatedInstancesOnly = updateOutdatedInstancesOnly;
    }

    @Override
    public AutoRollback getAutoRollback() {
        return autoRollback;
    }

    @DataBoundSetter
    public void setAutoRollback(AutoRollback autoRollback) {
        this.autoRollback = autoRollback;
    }

    @Override
    public Alarms getAlarms() {
        return alarms;
    }

    @DataBoundSetter
    public void setAlarms(Alarms alarms) {
        this.alarms = alarms;
    }

    @Override
    public TargetInstances getTargetInstances() {
        return targetInstances;
    }

    @DataBoundSetter
    public void setTargetInstances(TargetInstances targetInstances) {
        this.targetInstances = targetInstances;
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
