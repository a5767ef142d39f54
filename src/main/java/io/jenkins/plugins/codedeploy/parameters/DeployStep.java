package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentFlag;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.parameters.option.Alarms;
import io.jenkins.plugins.codedeploy.parameters.option.AutoRollback;
import io.jenkins.plugins.codedeploy.parameters.option.GitHubCommit;
import io.jenkins.plugins.codedeploy.parameters.option.TargetInstances;
import io.jenkins.plugins.codedeploy.parameters.option.TextLists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of a deployment: what, where to, how CodeDeploy deploys it and how the step follows it. */
public abstract class DeployStep extends PromotionStep {
    private static final long serialVersionUID = 1;
    private String application;
    private String deploymentGroup;
    private String source;
    private String revision;
    private GitHubCommit gitHub;
    private String appSpecContent;
    private String deploymentId;
    /** Whether an earlier revision of the deployment group is deployed. */
    private boolean takesBack;
    /** Which one; null for the last one that succeeded and is not live. */
    private String takeBackTo;

    private DeploymentPolicy.OnActive onActiveDeployment = DeploymentPolicy.DEFAULTS.onActive();
    private DeploymentPolicy.OnReady onReady = DeploymentPolicy.DEFAULTS.onReady();
    private DeploymentPolicy.OnAbort onAbort = DeploymentPolicy.DEFAULTS.onAbort();
    private DeploymentPolicy.WaitFor waitFor = DeploymentPolicy.DEFAULTS.waitFor();
    private DeploymentPolicy.TerminationWait terminationWait = DeploymentPolicy.DEFAULTS.terminationWait();
    private boolean wait = true;
    private int timeout;
    private String deploymentConfig;
    private String description;
    private FileExistsBehavior fileExistsBehavior;
    private final TreeSet<DeploymentFlag> flags = new TreeSet<>();
    private AutoRollback autoRollback;
    private Alarms alarms;
    private TargetInstances targetInstances;
    /** Names of parameters that a script gave without a value. */
    private final ArrayList<String> empty = new ArrayList<>();

    @CheckForNull
    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    @CheckForNull
    public String getDeploymentGroup() {
        return deploymentGroup;
    }

    @DataBoundSetter
    public void setDeploymentGroup(String deploymentGroup) {
        this.deploymentGroup = Util.fixEmptyAndTrim(deploymentGroup);
    }

    @Override
    @CheckForNull
    public String getSource() {
        return source;
    }

    @DataBoundSetter
    public void setSource(String source) {
        this.source = Util.fixEmptyAndTrim(source);
    }

    @CheckForNull
    public String getRevision() {
        return revision;
    }

    @DataBoundSetter
    public void setRevision(String revision) {
        this.revision = Util.fixEmptyAndTrim(revision);
    }

    @CheckForNull
    public GitHubCommit getGitHub() {
        return gitHub;
    }

    @DataBoundSetter
    public void setGitHub(GitHubCommit gitHub) {
        this.gitHub = gitHub;
    }

    @CheckForNull
    public String getAppSpecContent() {
        return appSpecContent;
    }

    @DataBoundSetter
    public void setAppSpecContent(String appSpecContent) {
        this.appSpecContent = TextLists.block(appSpecContent);
    }

    /** ID of a deployment that exists and is to be followed. */
    @CheckForNull
    public String getDeploymentId() {
        return deploymentId;
    }

    @DataBoundSetter
    public void setDeploymentId(String deploymentId) {
        this.deploymentId = Util.fixEmptyAndTrim(deploymentId);
    }

    /**
     * Makes this step deploy an earlier revision of its deployment group.
     *
     * @param to a deployment, build or time; null for the last revision that succeeded and is not live
     */
    public final void takeBack(@CheckForNull String to) {
        takesBack = true;
        takeBackTo = Util.fixEmptyAndTrim(to);
    }

    /** Whether an earlier revision is deployed, on purpose. */
    public final boolean takesBack() {
        return takesBack;
    }

    @CheckForNull
    final String takeBackTo() {
        return takeBackTo;
    }

    @NonNull
    public DeploymentPolicy.OnActive getOnActiveDeployment() {
        return onActiveDeployment;
    }

    @DataBoundSetter
    public void setOnActiveDeployment(DeploymentPolicy.OnActive onActiveDeployment) {
        this.onActiveDeployment =
                onActiveDeployment == null ? DeploymentPolicy.DEFAULTS.onActive() : onActiveDeployment;
    }

    @NonNull
    public DeploymentPolicy.OnReady getOnReady() {
        return onReady;
    }

    @DataBoundSetter
    public void setOnReady(DeploymentPolicy.OnReady onReady) {
        this.onReady = onReady == null ? DeploymentPolicy.DEFAULTS.onReady() : onReady;
    }

    @NonNull
    public DeploymentPolicy.OnAbort getOnAbort() {
        return onAbort;
    }

    @DataBoundSetter
    public void setOnAbort(DeploymentPolicy.OnAbort onAbort) {
        this.onAbort = onAbort == null ? DeploymentPolicy.DEFAULTS.onAbort() : onAbort;
    }

    @NonNull
    public DeploymentPolicy.WaitFor getWaitFor() {
        return waitFor;
    }

    @DataBoundSetter
    public void setWaitFor(DeploymentPolicy.WaitFor waitFor) {
        this.waitFor = waitFor == null ? DeploymentPolicy.DEFAULTS.waitFor() : waitFor;
    }

    @NonNull
    public DeploymentPolicy.TerminationWait getTerminationWait() {
        return terminationWait == null ? DeploymentPolicy.DEFAULTS.terminationWait() : terminationWait;
    }

    @DataBoundSetter
    public void setTerminationWait(DeploymentPolicy.TerminationWait terminationWait) {
        this.terminationWait = terminationWait;
    }

    public boolean isWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** In minutes; 0 for none. */
    public int getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    @CheckForNull
    public String getDeploymentConfig() {
        return deploymentConfig;
    }

    @DataBoundSetter
    public void setDeploymentConfig(String deploymentConfig) {
        this.deploymentConfig = Util.fixEmptyAndTrim(deploymentConfig);
    }

    @CheckForNull
    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    @CheckForNull
    public FileExistsBehavior getFileExistsBehavior() {
        return fileExistsBehavior;
    }

    @DataBoundSetter
    public void setFileExistsBehavior(FileExistsBehavior fileExistsBehavior) {
        this.fileExistsBehavior = fileExistsBehavior;
    }

    public boolean isIgnoreApplicationStopFailures() {
        return flags.contains(DeploymentFlag.IGNORE_APPLICATION_STOP_FAILURES);
    }

    @DataBoundSetter
    public void setIgnoreApplicationStopFailures(boolean ignoreApplicationStopFailures) {
        set(DeploymentFlag.IGNORE_APPLICATION_STOP_FAILURES, ignoreApplicationStopFailures);
    }

    public boolean isUpdateOutdatedInstancesOnly() {
        return flags.contains(DeploymentFlag.UPDATE_OUTDATED_INSTANCES_ONLY);
    }

    @DataBoundSetter
    public void setUpdateOutdatedInstancesOnly(boolean updateOutdatedInstancesOnly) {
        set(DeploymentFlag.UPDATE_OUTDATED_INSTANCES_ONLY, updateOutdatedInstancesOnly);
    }

    @CheckForNull
    public AutoRollback getAutoRollback() {
        return autoRollback;
    }

    @DataBoundSetter
    public void setAutoRollback(AutoRollback autoRollback) {
        this.autoRollback = autoRollback;
    }

    @CheckForNull
    public Alarms getAlarms() {
        return alarms;
    }

    @DataBoundSetter
    public void setAlarms(Alarms alarms) {
        this.alarms = alarms;
    }

    @CheckForNull
    public TargetInstances getTargetInstances() {
        return targetInstances;
    }

    @DataBoundSetter
    public void setTargetInstances(TargetInstances targetInstances) {
        this.targetInstances = targetInstances;
    }

    /** Notes parameters that a script gave without a value, so that a message can name them. */
    public final void noteEmpty(@NonNull Collection<String> names) {
        empty.addAll(names);
    }

    @NonNull
    final List<String> empty() {
        return List.copyOf(empty);
    }

    /** Those that are set. */
    @NonNull
    final Set<DeploymentFlag> flags() {
        return Collections.unmodifiableSet(flags);
    }

    private void set(DeploymentFlag flag, boolean on) {
        if (on) {
            flags.add(flag);
        } else {
            flags.remove(flag);
        }
    }
}
