package io.jenkins.plugins.codedeploy.release;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.SimpleParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** A parameter of a release job: one of the revisions that other jobs have pushed, or one that is typed. */
public final class RevisionParameterDefinition extends SimpleParameterDefinition {
    private static final long serialVersionUID = 1;

    private List<String> jobs;
    private String defaultValue;
    private String target;

    @DataBoundConstructor
    public RevisionParameterDefinition(@NonNull String name) {
        super(name);
    }

    /** Full names of the jobs that push. */
    @NonNull
    public List<String> getJobs() {
        return jobs == null ? List.of() : List.copyOf(jobs);
    }

    /** The form gives them as lines of one text. */
    @DataBoundSetter
    public void setJobs(@CheckForNull List<String> jobs) {
        List<String> named = Util.fixNull(jobs).stream()
                .flatMap(String::lines)
                .map(Util::fixEmptyAndTrim)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        this.jobs = new ArrayList<>(named);
    }

    @CheckForNull
    public String getDefaultValue() {
        return defaultValue;
    }

    @DataBoundSetter
    public void setDefaultValue(@CheckForNull String defaultValue) {
        this.defaultValue = Util.fixEmptyAndTrim(defaultValue);
    }

    /** Target account with whose identity a submitted revision is looked for; null for none. */
    @CheckForNull
    public String getTarget() {
        return target;
    }

    @DataBoundSetter
    public void setTarget(@CheckForNull String target) {
        this.target = Util.fixEmptyAndTrim(target);
    }

    /** Returns the name of the first parameter of this type that a job has; null if it has none. */
    @CheckForNull
    public static String nameIn(@NonNull Job<?, ?> job) {
        ParametersDefinitionProperty parameters = job.getProperty(ParametersDefinitionProperty.class);
        return parameters == null
                ? null
                : parameters.getParameterDefinitions().stream()
                        .filter(RevisionParameterDefinition.class::isInstance)
                        .map(ParameterDefinition::getName)
                        .findFirst()
                        .orElse(null);
    }

    /** The revision with which a link fills in the form; null for none. The user still has to submit it. */
    @CheckForNull
    public String getRequested() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String given = request == null ? null : Util.fixEmptyAndTrim(request.getParameter(getName()));
        try {
            return given == null ? null : S3Revision.parse(given).toString();
        } catch (InvalidInputException e) {
            return null;
        }
    }

    /** As whoever asks may see them. */
    @NonNull
    public List<RevisionChoice> getChoices() {
        return RevisionChoice.of(getJobs());
    }

    /** For people: what is known of a revision, or else the revision. */
    @NonNull
    public String labelOf(@NonNull String revision) {
        return getChoices().stream()
                .filter(choice -> choice.getValue().equals(revision))
                .map(RevisionChoice::getLabel)
                .findFirst()
                .orElse(revision);
    }

    @Override
    public ParameterDefinition copyWithDefaultValue(ParameterValue value) {
        RevisionParameterDefinition copy = new RevisionParameterDefinition(getName());
        copy.setDescription(getDescription());
        copy.setJobs(getJobs());
        copy.setTarget(getTarget());
        copy.setDefaultValue(String.valueOf(value.getValue()));
        return copy;
    }

    @CheckForNull
    @Override
    public ParameterValue getDefaultParameterValue() {
        return defaultValue == null ? null : new StringParameterValue(getName(), defaultValue, getDescription());
    }

    /**
     * @throws Failure where it names no revision, or for certain one that does not exist: the build would fail later, perhaps
     *     after others have begun
     */
    @Override
    public ParameterValue createValue(@NonNull String value) {
        try {
            S3Revision revision = S3Revision.parse(value);
            Problem problem = target == null ? null : SubmittedRevision.problem(target, revision);
            if (problem != null) {
                throw new Failure(Messages.RevisionParameterDefinition_invalid(
                        getName(), problem.brief(LocaleProvider.getLocale())));
            }
            return new StringParameterValue(getName(), revision.toString(), getDescription());
        } catch (InvalidInputException e) {
            throw new Failure(Messages.RevisionParameterDefinition_invalid(
                    getName(), e.text().in(LocaleProvider.getLocale())));
        }
    }

    @Override
    public ParameterValue createValue(StaplerRequest2 req, JSONObject form) {
        String typed = Util.fixEmptyAndTrim(form.optString("other"));
        return createValue(typed == null ? form.optString("value") : typed);
    }

    @Override
    public boolean isValid(ParameterValue value) {
        try {
            S3Revision.parse(String.valueOf(value.getValue()));
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }

    /** The form within a job's. */
    @Extension
    @Symbol("codeDeployRevision")
    public static final class DescriptorImpl extends ParameterDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RevisionParameterDefinition_displayName();
        }

        /** For the form's text area. */
        @NonNull
        public String lines(@CheckForNull List<String> names) {
            return String.join("\n", Util.fixNull(names));
        }

        @POST
        public ListBoxModel doFillTargetItems(@AncestorInPath Item item, @QueryParameter String target) {
            return FormAccess.targets(item, target);
        }

        @POST
        public FormValidation doCheckDefaultValue(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.checkOptional(item, value, () -> S3Revision.parse(value));
        }

        /** Warns of jobs that are not there, or not for whoever asks. */
        @POST
        public FormValidation doCheckJobs(@AncestorInPath Item item, @QueryParameter String value) {
            if (!FormAccess.mayList(item)) {
                return FormValidation.ok();
            }
            return Util.fixNull(value)
                    .lines()
                    .map(Util::fixEmptyAndTrim)
                    .filter(Objects::nonNull)
                    .filter(name -> FormAccess.readable(name, Job.class) == null)
                    .findFirst()
                    .map(name -> FormValidation.warning(Messages.RevisionParameterDefinition_noJob(name)))
                    .orElse(FormValidation.ok());
        }
    }
}
