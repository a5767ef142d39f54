package io.jenkins.plugins.codedeploy.parameters;

import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.upload.BucketAccount;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A descriptor's answers to the form of {@link AccessStep}; none of them calls AWS. */
public interface AccessForm {
    @POST
    default ListBoxModel doFillTargetItems(@AncestorInPath Item item, @QueryParameter String target) {
        return FormAccess.targets(item, target);
    }

    @POST
    default ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
        return FormAccess.credentials(item, credentialsId);
    }

    @POST
    default ComboBoxModel doFillRegionItems() {
        return FormAccess.regions();
    }

    @POST
    default ListBoxModel doFillBucketOwnerItems() {
        return FormAccess.bucketOwners();
    }

    /** Needed unless a target account says it. */
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String target) {
        return Util.fixEmptyAndTrim(target) == null
                ? FormAccess.checkCredentialsId(item, value)
                : Util.fixEmptyAndTrim(value) == null
                        ? FormValidation.ok()
                        : FormValidation.error(Messages.AccessForm_fixed(target));
    }

    @POST
    default FormValidation doCheckSourceRoleArn(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(
                value, () -> FormAccess.checkOptional(item, value, () -> RoleArn.parse("sourceRoleArn", value)));
    }

    @POST
    default FormValidation doCheckRoleArn(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String target) {
        return Util.fixEmptyAndTrim(target) != null && Util.fixEmptyAndTrim(value) != null
                ? FormValidation.error(Messages.AccessForm_fixed(target))
                : Variables.unless(value, () -> FormAccess.check(item, () -> RoleArn.parse(value)));
    }

    @POST
    default FormValidation doCheckExternalId(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> Inputs.externalId(value)));
    }

    @POST
    default FormValidation doCheckRegion(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.checkRegion(item, "region", value));
    }

    @POST
    default FormValidation doCheckBucket(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> Inputs.bucket("bucket", value)));
    }

    @POST
    default FormValidation doCheckBucketAccount(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> BucketAccount.check(value)));
    }

    @POST
    default FormValidation doCheckKmsKeyId(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> Inputs.kmsKeyId(value)));
    }

    @POST
    default FormValidation doCheckInstanceRole(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> RoleArn.parse("instanceRole", value)));
    }

    @POST
    default FormValidation doCheckSessionDuration(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.checkSessionDuration(item, value);
    }
}
