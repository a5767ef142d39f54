package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentFlag;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.List;
import java.util.stream.Stream;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A descriptor's answers to the form of {@link DeployStep}. */
public interface DeployForm extends BundleForm {
    /**
     * Calls AWS as the target role, and so only when the person has asked for it.
     *
     * @param suggest a tick of the form that is kept nowhere
     */
    @POST
    default ComboBoxModel doFillApplicationItems(
            @AncestorInPath Item item,
            @QueryParameter String suggest,
            @QueryParameter String target,
            @QueryParameter String credentialsId,
            @QueryParameter String roleArn,
            @QueryParameter String externalId,
            @QueryParameter String region) {
        return Boolean.parseBoolean(suggest)
                ? Suggestions.applications(item, reference(target, credentialsId, roleArn, externalId, region))
                : new ComboBoxModel();
    }

    /** Likewise, once the application is known. */
    @POST
    default ComboBoxModel doFillDeploymentGroupItems(
            @AncestorInPath Item item,
            @QueryParameter String suggest,
            @QueryParameter String application,
            @QueryParameter String target,
            @QueryParameter String credentialsId,
            @QueryParameter String roleArn,
            @QueryParameter String externalId,
            @QueryParameter String region) {
        String chosen = Util.fixEmptyAndTrim(application);
        return Boolean.parseBoolean(suggest) && chosen != null
                ? Suggestions.deploymentGroups(
                        item, reference(target, credentialsId, roleArn, externalId, region), chosen)
                : new ComboBoxModel();
    }

    /** Says why the two lists above stay empty; the fields can be typed all the same. */
    @POST
    default FormValidation doCheckSuggest(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String target,
            @QueryParameter String credentialsId,
            @QueryParameter String roleArn,
            @QueryParameter String externalId,
            @QueryParameter String region) {
        return Boolean.parseBoolean(value)
                ? Suggestions.check(item, reference(target, credentialsId, roleArn, externalId, region))
                : FormValidation.ok();
    }

    /** A check box of the form. */
    record Flag(@NonNull String field, @NonNull String title) {}

    /** One check box for each flag of the engine. */
    @NonNull
    default List<Flag> getFlags() {
        return Stream.of(DeploymentFlag.values())
                .map(flag -> new Flag(flag.field(), flag.label().in(LocaleProvider.getLocale())))
                .toList();
    }

    @POST
    default ListBoxModel doFillFileExistsBehaviorItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeployForm_asCodeDeploy(), "");
        items.add(Messages.DeployForm_disallow(), FileExistsBehavior.DISALLOW.name());
        items.add(Messages.DeployForm_overwrite(), FileExistsBehavior.OVERWRITE.name());
        items.add(Messages.DeployForm_retain(), FileExistsBehavior.RETAIN.name());
        return items;
    }

    @POST
    default ListBoxModel doFillOnActiveDeploymentItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeployForm_failWhenBusy(), DeploymentPolicy.OnActive.FAIL.name());
        items.add(Messages.DeployForm_waitWhenBusy(), DeploymentPolicy.OnActive.WAIT.name());
        items.add(Messages.DeployForm_newestWhenBusy(), DeploymentPolicy.OnActive.NEWEST.name());
        return items;
    }

    @POST
    default ListBoxModel doFillOnReadyItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeployForm_waitWhenReady(), DeploymentPolicy.OnReady.WAIT.name());
        items.add(Messages.DeployForm_continueWhenReady(), DeploymentPolicy.OnReady.CONTINUE.name());
        items.add(Messages.DeployForm_failWhenReady(), DeploymentPolicy.OnReady.FAIL.name());
        return items;
    }

    @POST
    default ListBoxModel doFillOnAbortItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeployForm_stop(), DeploymentPolicy.OnAbort.STOP.name());
        items.add(Messages.DeployForm_stopAndRollBack(), DeploymentPolicy.OnAbort.STOP_AND_ROLL_BACK.name());
        items.add(Messages.DeployForm_leave(), DeploymentPolicy.OnAbort.LEAVE.name());
        return items;
    }

    @POST
    default ListBoxModel doFillWaitForItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeployForm_succeeded(), DeploymentPolicy.WaitFor.SUCCEEDED.name());
        items.add(Messages.DeployForm_trafficShifted(), DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED.name());
        items.add(Messages.DeployForm_ready(), DeploymentPolicy.WaitFor.READY.name());
        return items;
    }

    @POST
    default ListBoxModel doFillTerminationWaitItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeployForm_keepTerminationWait(), DeploymentPolicy.TerminationWait.KEEP.name());
        items.add(Messages.DeployForm_skipTerminationWait(), DeploymentPolicy.TerminationWait.SKIP.name());
        return items;
    }

    @POST
    default FormValidation doCheckApplication(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> Inputs.name("application", value)));
    }

    @POST
    default FormValidation doCheckDeploymentGroup(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> Inputs.name("deploymentGroup", value)));
    }

    @POST
    default FormValidation doCheckRevision(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> S3Revision.parse(value)));
    }

    @POST
    default FormValidation doCheckDeploymentId(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> Inputs.deploymentId(value)));
    }

    @POST
    default FormValidation doCheckDescription(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(
                value,
                () -> FormAccess.check(
                        item,
                        () -> DeploymentOptions.builder().description(value).build()));
    }

    @POST
    default FormValidation doCheckTimeout(@QueryParameter String value) {
        return Variables.unless(value, () -> FormValidation.validateNonNegativeInteger(value));
    }

    private static TargetReference reference(
            String target, String credentialsId, String roleArn, String externalId, String region) {
        return TargetReference.builder()
                .target(target)
                .credentialsId(credentialsId)
                .roleArn(roleArn)
                .externalId(externalId)
                .region(region)
                .build();
    }
}
