package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One deployment of a build: what, where to, how, and what became of it. Never changes: it is replaced by the next. */
@ExportedBean
public final class DeploymentRecord implements Cloneable {
    /** Of the step within the build. */
    private String step;

    private String application;
    private String deploymentGroup;
    private String target;
    private String region;
    private String roleArn;
    private String account;
    private String identity;
    private String signInLink;
    private String revision;
    private String digest;
    private List<OptionRecord> options = new ArrayList<>();
    private List<EarlierDeployment> earlier = new ArrayList<>();
    /** In milliseconds since 1970, by the controller's clock; 0 while it is followed. */
    private long started;

    private long ended;
    /** An {@link Outcome.Kind}'s name; null while it is followed. */
    private String outcome;

    private String problem;
    private String notice;
    private ObservedDeployment deployment;
    private ObservedDeployment rollback;

    DeploymentRecord(@NonNull DeploymentFacts facts, long started) {
        step = facts.step();
        application = facts.application();
        deploymentGroup = facts.deploymentGroup();
        target = facts.target().name();
        region = facts.target().access().region();
        roleArn = facts.roleArn();
        account = facts.target().account();
        identity = facts.identity();
        revision = facts.revision();
        digest = facts.digest();
        options = new ArrayList<>(facts.options());
        earlier = new ArrayList<>(facts.earlier());
        this.started = started;
    }

    @NonNull
    DeploymentRecord goneOnWith() {
        DeploymentRecord next = copy();
        next.ended = 0;
        next.outcome = null;
        next.problem = null;
        return next;
    }

    @NonNull
    DeploymentRecord with(@NonNull ObservedDeployment seen, @CheckForNull String signIn) {
        DeploymentRecord next = copy();
        next.deployment = seen;
        next.signInLink = signIn == null ? signInLink : signIn;
        return next;
    }

    @NonNull
    DeploymentRecord named(@CheckForNull String itsApplication, @CheckForNull String itsGroup) {
        DeploymentRecord next = copy();
        next.application = application == null ? itsApplication : application;
        next.deploymentGroup = deploymentGroup == null ? itsGroup : deploymentGroup;
        return next;
    }

    /** What it names is brought up to date, for a reader. */
    @NonNull
    DeploymentRecord withEarlier(@NonNull List<EarlierDeployment> upToDate) {
        DeploymentRecord next = copy();
        next.earlier = new ArrayList<>(upToDate);
        return next;
    }

    @NonNull
    DeploymentRecord withRollback(@NonNull ObservedDeployment seen) {
        DeploymentRecord next = copy();
        next.rollback = seen;
        return next;
    }

    @NonNull
    DeploymentRecord withNotice(@CheckForNull String text) {
        DeploymentRecord next = copy();
        next.notice = Bounds.cut(text, Bounds.TEXT);
        return next;
    }

    @NonNull
    DeploymentRecord over(@NonNull Outcome.Kind kind, @CheckForNull String why, long now) {
        DeploymentRecord next = copy();
        next.outcome = kind.name();
        next.problem = Bounds.cut(why, Bounds.TEXT);
        next.notice = null;
        next.ended = now;
        return next;
    }

    /** For those who may not configure the job: no account, no role, no credential. */
    @NonNull
    DeploymentRecord redacted() {
        DeploymentRecord next = copy();
        next.roleArn = null;
        next.account = null;
        next.identity = null;
        next.signInLink = null;
        next.revision = AccountRedaction.of(revision);
        next.problem = AccountRedaction.of(problem);
        next.notice = AccountRedaction.of(notice);
        next.options = new ArrayList<>();
        getOptions().forEach(option -> next.options.add(option.redacted()));
        next.deployment = deployment == null ? null : deployment.redacted();
        next.rollback = rollback == null ? null : rollback.redacted();
        return next;
    }

    @NonNull
    @Exported(inline = true)
    public String getStep() {
        return step;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getApplication() {
        return application;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getDeploymentGroup() {
        return deploymentGroup;
    }

    /** Name of the target account; null where its particulars were given. */
    @CheckForNull
    @Exported(inline = true)
    public String getTarget() {
        return target;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getRegion() {
        return region;
    }

    /** Null also for those who may not configure the job. */
    @CheckForNull
    @Exported(inline = true)
    public String getRoleArn() {
        return roleArn;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getAccountId() {
        try {
            return roleArn == null ? null : RoleArn.parse(roleArn).accountId();
        } catch (InvalidInputException e) {
            return null;
        }
    }

    /** As the history of its environment knows the account; null in records of older versions without a role. */
    @CheckForNull
    String getAccountKey() {
        return account == null ? getAccountId() : account;
    }

    /** Who took the role: a stored credential, say. Null also for those who may not configure the job. */
    @CheckForNull
    @Exported(inline = true)
    public String getIdentity() {
        return identity;
    }

    /** Into the target account's console; null also for those who may not configure the job. */
    @CheckForNull
    @Exported(inline = true)
    public String getSignInLink() {
        return signInLink;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getRevision() {
        return revision;
    }

    /** Hexadecimal SHA-256 of the content; null where this job did not bundle it. */
    @CheckForNull
    @Exported(inline = true)
    public String getDigest() {
        return digest;
    }

    @NonNull
    @Exported(inline = true)
    public List<OptionRecord> getOptions() {
        return Collections.unmodifiableList(options);
    }

    /** Where this job deployed the same revision before, newest first; at most five. */
    @NonNull
    @Exported(inline = true)
    public List<EarlierDeployment> getEarlier() {
        return Collections.unmodifiableList(earlier);
    }

    @Exported(inline = true)
    public long getStarted() {
        return started;
    }

    /** 0 while it is followed. */
    @Exported(inline = true)
    public long getEnded() {
        return ended;
    }

    /** An {@link Outcome.Kind}'s name; null while it is followed. */
    @CheckForNull
    @Exported(inline = true)
    public String getOutcome() {
        return outcome;
    }

    @CheckForNull
    @Exported(inline = true)
    public String getProblem() {
        return problem;
    }

    /** What keeps it waiting just now. */
    @CheckForNull
    @Exported(inline = true)
    public String getNotice() {
        return notice;
    }

    /** Null until AWS has created it. */
    @CheckForNull
    @Exported(inline = true)
    public ObservedDeployment getDeployment() {
        return deployment;
    }

    @CheckForNull
    @Exported(inline = true)
    public ObservedDeployment getRollback() {
        return rollback;
    }

    /** CodeDeploy's word as last seen, or one like its own. */
    @NonNull
    @Exported(inline = true)
    public String getStatus() {
        if (deployment != null) {
            return deployment.getStatus();
        }
        return switch (Util.fixNull(outcome)) {
            case "" -> "Starting";
            case "NOT_CREATED", "OVERTAKEN" -> "NotCreated";
            case "ABORTED" -> "Aborted";
            default -> "Unknown";
        };
    }

    /** Whether the build follows it: not whether CodeDeploy is done with it. */
    boolean isFollowed() {
        return outcome == null;
    }

    private DeploymentRecord copy() {
        try {
            return (DeploymentRecord) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** An older record lacks what was added since. */
    private Object readResolve() {
        step = Util.fixNull(step);
        options = options == null ? new ArrayList<>() : options;
        earlier = earlier == null ? new ArrayList<>() : earlier;
        return this;
    }
}
