package io.jenkins.plugins.codedeploy.run;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.run.option.Alarms;
import io.jenkins.plugins.codedeploy.run.option.AutoRollback;
import io.jenkins.plugins.codedeploy.run.option.GitHubCommit;
import io.jenkins.plugins.codedeploy.run.option.TargetInstances;

/** A deployment: what, where to, and how it is accompanied. */
public interface DeploySettings extends BundleSettings {
    @CheckForNull
    String getApplication();

    @CheckForNull
    String getDeploymentGroup();

    @CheckForNull
    String getRevision();

    @CheckForNull
    GitHubCommit getGitHub();

    @CheckForNull
    String getAppSpecContent();

    /** Of a deployment that exists and is to be followed. */
    @CheckForNull
    String getDeploymentId();

    @CheckForNull
    String getDeploymentConfig();

    @CheckForNull
    String getDescription();

    @CheckForNull
    String getFileExistsBehavior();

    boolean isIgnoreApplicationStopFailures();

    boolean isUpdateOutdatedInstancesOnly();

    @CheckForNull
    AutoRollback getAutoRollback();

    @CheckForNull
    Alarms getAlarms();

    @CheckForNull
    TargetInstances getTargetInstances();

    @NonNull
    DeploymentPolicy.OnActive getOnActiveDeployment();

    @NonNull
    DeploymentPolicy.OnReady getOnReady();

    @NonNull
    DeploymentPolicy.OnAbort getOnAbort();

    @NonNull
    DeploymentPolicy.WaitFor getWaitFor();

    boolean isWait();

    /** In minutes; 0 for none. */
    int getTimeout();
}
