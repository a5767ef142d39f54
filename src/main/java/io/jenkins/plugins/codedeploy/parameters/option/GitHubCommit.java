package io.jenkins.plugins.codedeploy.parameters.option;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import java.io.Serial;
import java.io.Serializable;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A commit that the instances fetch from GitHub themselves. */
public final class GitHubCommit extends AbstractDescribableImpl<GitHubCommit> implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String ANY_REPOSITORY = "owner/name";
    private static final String ANY_COMMIT = "0".repeat(40);

    private final String repository;
    private final String commitId;

    @DataBoundConstructor
    public GitHubCommit(String repository, String commitId) {
        this.repository = Util.fixEmptyAndTrim(repository);
        this.commitId = Util.fixEmptyAndTrim(commitId);
    }

    @CheckForNull
    public String getRepository() {
        return repository;
    }

    @CheckForNull
    public String getCommitId() {
        return commitId;
    }

    @Extension
    @Symbol("gitHub")
    public static final class DescriptorImpl extends Descriptor<GitHubCommit> {
        @Override
        public String getDisplayName() {
            return Messages.GitHubCommit_displayName();
        }

        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.check(item, () -> new GitHubRevision(value, ANY_COMMIT));
        }

        @POST
        public FormValidation doCheckCommitId(@AncestorInPath Item item, @QueryParameter String value) {
            return FormAccess.check(item, () -> new GitHubRevision(ANY_REPOSITORY, value));
        }
    }
}
