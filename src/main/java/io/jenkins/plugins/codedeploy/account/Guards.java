package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.guard.DeploymentWindows;
import io.jenkins.plugins.codedeploy.engine.guard.GuardRules;
import io.jenkins.plugins.codedeploy.engine.guard.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What deployments into a target account must satisfy, whatever the Pipeline script says. */
public final class Guards implements Describable<Guards> {
    private List<String> requireSuccessIn;
    /** Null for true. */
    private Boolean allowOlder;

    private String windows;
    private String timeZone;

    @DataBoundConstructor
    public Guards() {
        // every guard is optional
    }

    /** Names of target accounts, perhaps with a deployment group: {@code staging} or {@code staging/web}. */
    @NonNull
    public List<String> getRequireSuccessIn() {
        return requireSuccessIn == null ? List.of() : List.copyOf(requireSuccessIn);
    }

    /** The form gives them as lines of one text. */
    @DataBoundSetter
    public void setRequireSuccessIn(@CheckForNull List<String> requireSuccessIn) {
        List<String> named = Util.fixNull(requireSuccessIn).stream()
                .flatMap(String::lines)
                .map(Util::fixEmptyAndTrim)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        this.requireSuccessIn = named.isEmpty() ? null : new ArrayList<>(named);
    }

    /** Whether a revision may be older than the live one. */
    public boolean isAllowOlder() {
        return allowOlder == null || allowOlder;
    }

    @DataBoundSetter
    public void setAllowOlder(boolean allowOlder) {
        this.allowOlder = allowOlder ? null : Boolean.FALSE;
    }

    /** As {@link DeploymentWindows} reads them; null for any time. */
    @CheckForNull
    public String getWindows() {
        return windows;
    }

    @DataBoundSetter
    public void setWindows(@CheckForNull String windows) {
        this.windows = Util.fixEmptyAndTrim(windows);
    }

    /** Of the windows; null for UTC. */
    @CheckForNull
    public String getTimeZone() {
        return timeZone;
    }

    @DataBoundSetter
    public void setTimeZone(@CheckForNull String timeZone) {
        this.timeZone = Util.fixEmptyAndTrim(timeZone);
    }

    /**
     * In the engine's terms. Names of target accounts mean what they mean where the guarded one is defined: a job's own
     * folder may have namesakes.
     *
     * @throws io.jenkins.plugins.codedeploy.engine.InvalidInputException for windows or time zone
     * @throws AbortException where a rule names a target account that is not there
     */
    @NonNull
    static GuardRules rules(@NonNull DefinedTarget defined) throws AbortException {
        Guards guards = defined.account().getGuards();
        if (guards == null) {
            return GuardRules.NONE;
        }
        List<Requirement> requirements = new ArrayList<>();
        for (String name : guards.getRequireSuccessIn()) {
            requirements.add(requirement(name, defined));
        }
        return new GuardRules(requirements, guards.isAllowOlder(), guards.check());
    }

    @CheckForNull
    DeploymentWindows check() {
        return DeploymentWindows.parse(windows, timeZone);
    }

    private static Requirement requirement(String name, DefinedTarget defined) throws AbortException {
        Requirement found = requirement(name, defined.folder() instanceof Item folder ? folder : null);
        if (found == null) {
            throw new AbortException(
                    SingleLine.of(Messages.Guards_unknown(defined.account().getName(), name)));
        }
        return found;
    }

    /**
     * What a step requires of its revision.
     *
     * @param name of a target account as the job sees it, perhaps with a deployment group
     * @throws AbortException where there is no such target account
     */
    @NonNull
    public static Requirement promotedFrom(@NonNull String name, @NonNull Item job) throws AbortException {
        Requirement found = requirement(name, job);
        if (found == null) {
            throw new AbortException(SingleLine.of(Messages.Guards_promotedFrom(name)));
        }
        return found;
    }

    /** @param place null for the whole of Jenkins */
    @CheckForNull
    private static Requirement requirement(String name, @CheckForNull Item place) throws AbortException {
        DefinedTarget whole = TargetDirectory.find(name, place);
        int slash = name.lastIndexOf('/');
        DefinedTarget meant =
                whole == null && slash > 0 ? TargetDirectory.find(name.substring(0, slash), place) : whole;
        return meant == null
                ? null
                : new Requirement(
                        name,
                        TargetResolver.accountOf(meant),
                        meant.account().getRegion(),
                        whole == null ? name.substring(slash + 1) : null);
    }

    /** The form within {@link TargetAccount}. */
    @Extension
    @Symbol("guards")
    public static final class DescriptorImpl extends Descriptor<Guards> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.Guards_displayName();
        }

        /** For the form's text area. */
        @NonNull
        public String lines(@CheckForNull List<String> names) {
            return String.join("\n", Util.fixNull(names));
        }

        @POST
        public FormValidation doCheckWindows(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String timeZone) {
            return FormAccess.check(item, () -> DeploymentWindows.parse(value, timeZone));
        }

        @POST
        public FormValidation doCheckTimeZone(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.check(item, () -> DeploymentWindows.parse(null, value));
        }
    }
}
