package io.jenkins.plugins.codedeploy.account;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.upload.BucketAccount;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A descriptor's answers to the form of a {@link TargetAccount}; none of them calls AWS. */
interface TargetForm {
    @POST
    default ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
        return FormAccess.credentials(item, credentialsId);
    }

    @POST
    default ComboBoxModel doFillRegionItems() {
        return FormAccess.regions();
    }

    @POST
    default ComboBoxModel doFillStsRegionItems() {
        return FormAccess.regions();
    }

    @POST
    default ListBoxModel doFillBucketOwnerItems() {
        return FormAccess.bucketOwners();
    }

    @POST
    default FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> Inputs.name("name", value));
    }

    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String folders) {
        return item == null && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.ok(Messages.TargetAccount_noCredential())
                : FormAccess.checkTargetsCredentialsId(item, value, folders);
    }

    @POST
    default FormValidation doCheckSourceRoleArn(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.checkOptional(item, value, () -> RoleArn.parse("sourceRoleArn", value));
    }

    @POST
    default FormValidation doCheckRoleArn(@AncestorInPath Item item, @QueryParameter String value) {
        return Util.fixEmptyAndTrim(value) == null
                ? FormValidation.ok(Messages.TargetAccount_noRole())
                : FormAccess.check(item, () -> RoleArn.parse(value));
    }

    @POST
    default FormValidation doCheckExternalId(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> Inputs.externalId(value));
    }

    @POST
    default FormValidation doCheckSessionDuration(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.checkSessionDuration(item, value);
    }

    @POST
    default FormValidation doCheckRegion(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.checkRegion(item, "region", value);
    }

    @POST
    default FormValidation doCheckStsRegion(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.checkRegion(item, "stsRegion", value);
    }

    @POST
    default FormValidation doCheckBucket(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.checkOptional(item, value, () -> Inputs.bucket("bucket", value));
    }

    @POST
    default FormValidation doCheckBucketAccount(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> BucketAccount.check(value));
    }

    @POST
    default FormValidation doCheckKmsKeyId(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> Inputs.kmsKeyId(value));
    }

    @POST
    default FormValidation doCheckKeyPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> TargetRules.checkKeyPrefix(value));
    }

    @POST
    default FormValidation doCheckInstanceRole(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> TargetRules.checkInstanceRole(value));
    }

    @POST
    default FormValidation doCheckCodedeployEndpoint(@AncestorInPath Item item, @QueryParameter String value) {
        return checkEndpoint(item, AwsService.CODEDEPLOY, "codedeployEndpoint", value);
    }

    @POST
    default FormValidation doCheckS3Endpoint(@AncestorInPath Item item, @QueryParameter String value) {
        return checkEndpoint(item, AwsService.S3, "s3Endpoint", value);
    }

    @POST
    default FormValidation doCheckStsEndpoint(@AncestorInPath Item item, @QueryParameter String value) {
        return checkEndpoint(item, AwsService.STS, "stsEndpoint", value);
    }

    @POST
    default FormValidation doCheckAccessPortalUrl(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> AwsEndpoints.parse("accessPortalUrl", value));
    }

    @POST
    default FormValidation doCheckConsoleRole(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, () -> TargetRules.checkConsoleRole(value));
    }

    @POST
    default FormValidation doCheckFolders(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter boolean controllerIdentity) {
        return FormAccess.checkFolders(item, value, controllerIdentity);
    }

    /** As saving checks it, so that nobody learns only then what a folder may not have. */
    private static FormValidation checkEndpoint(
            @CheckForNull Item item, AwsService service, String field, @CheckForNull String value) {
        FormValidation form = FormAccess.check(item, () -> AwsEndpoints.parse(field, value));
        if (form.kind != FormValidation.Kind.OK || !FormAccess.mayList(item)) {
            return form;
        }
        try {
            TargetRules.endpoint(service, field, value, item == null);
            return form;
        } catch (AbortException | InvalidInputException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
