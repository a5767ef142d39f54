package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.FormCalls;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.TargetCatalog;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jvnet.localizer.LocaleProvider;

/** Names from the target account for whoever configures a job. What cannot be had is not suggested: it can be typed. */
final class Suggestions {
    private static final Logger LOGGER = Logger.getLogger(Suggestions.class.getName());

    private Suggestions() {}

    private interface Listing {
        List<String> of(TargetCatalog catalog) throws EngineException;
    }

    @NonNull
    static ComboBoxModel applications(@CheckForNull Item item, TargetReference reference) {
        return names(item, reference, TargetCatalog::applications);
    }

    @NonNull
    static ComboBoxModel deploymentGroups(@CheckForNull Item item, TargetReference reference, String application) {
        return names(item, reference, catalog -> catalog.deploymentGroups(application));
    }

    /** Why there are no suggestions, or that there are. Tells nothing to who may not have them. */
    @NonNull
    static FormValidation check(@CheckForNull Item item, TargetReference reference) {
        if (!FormAccess.mayCall(item)) {
            return FormValidation.warning(Messages.Suggestions_mayNot());
        }
        try {
            TargetAccess access = TargetResolver.resolveForForm(reference, item).access();
            try (FormCalls.Turn turn = Engines.clients().formCalls().begin(access)) {
                return turn == null
                        ? FormValidation.warning(Messages.Suggestions_busy())
                        : FormValidation.ok(Messages.Suggestions_found(new TargetCatalog(Engines.clients(), access)
                                .applications()
                                .size()));
            }
        } catch (AbortException e) {
            return FormValidation.warning(e.getMessage());
        } catch (EngineException e) {
            return FormValidation.warning(e.problem().brief(LocaleProvider.getLocale()));
        }
    }

    /** The right to call AWS comes first: nothing is even looked up for who has it not. */
    private static ComboBoxModel names(Item item, TargetReference reference, Listing listing) {
        if (!FormAccess.mayCall(item)) {
            return new ComboBoxModel();
        }
        try {
            TargetAccess access = TargetResolver.resolveForForm(reference, item).access();
            try (FormCalls.Turn turn = Engines.clients().formCalls().begin(access)) {
                return turn == null
                        ? new ComboBoxModel()
                        : new ComboBoxModel(listing.of(new TargetCatalog(Engines.clients(), access)));
            }
        } catch (AbortException | EngineException e) {
            LOGGER.log(Level.FINE, "no suggestions", e);
            return new ComboBoxModel();
        }
    }
}
