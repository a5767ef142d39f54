package io.jenkins.plugins.codedeploy.parameters;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A descriptor's answers to the form of {@link BundleStep}. */
public interface BundleForm extends AccessForm {
    @POST
    default ListBoxModel doFillSymlinksItems() {
        return new ListBoxModel(
                new ListBoxModel.Option(Messages.BundleForm_followLinks(), Symlinks.FOLLOW.name()),
                new ListBoxModel.Option(Messages.BundleForm_keepLinks(), Symlinks.KEEP.name()));
    }

    @POST
    default FormValidation doCheckKey(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String keyPrefix) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> ObjectNaming.of("job", keyPrefix, value)));
    }

    @POST
    default FormValidation doCheckKeyPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return Variables.unless(value, () -> FormAccess.check(item, () -> ObjectNaming.of("job", value, null)));
    }
}
