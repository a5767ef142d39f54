package io.jenkins.plugins.codedeploy.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.PluginWrapper;
import hudson.model.FreeStyleBuild;
import hudson.util.FormValidation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Each plugin has a class loader of its own here, as it has in service. */
class WithoutOptionalPluginsTest {
    private static final String FOLDERS = "cloudbees-folder";
    private static final String TOKENS = "oidc-provider";
    private static final String OURS = "cross-account-codedeploy";
    private static final String OURS_IN_FOLDERS = "io.jenkins.plugins.codedeploy.account.FolderTargets";

    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension().omitPlugins(FOLDERS, TOKENS);

    @Test
    void worksWhereNoFoldersAndNoTokensAre() throws Throwable {
        controller.then(WithoutOptionalPluginsTest::resolvesAGlobalTarget);
    }

    private static void resolvesAGlobalTarget(JenkinsRule j) throws Throwable {
        assertNull(j.jenkins.pluginManager.getPlugin(FOLDERS));
        assertNull(j.jenkins.pluginManager.getPlugin(TOKENS));
        PluginWrapper ours = j.jenkins.pluginManager.getPlugin(OURS);
        assertTrue(ours != null && ours.isActive());
        assertFalse(j.jenkins.pluginManager.getFailedPlugins().stream().anyMatch(f -> f.name.equals(OURS)));
        assertNull(j.jenkins.getDescriptorByName(OURS_IN_FOLDERS));

        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(
                        CredentialsScope.GLOBAL, "aws", "AKIAIOSFODNN7EXAMPLE", "s", "", null, null, null));
        TargetAccount production = new TargetAccount("production");
        production.setCredentialsId("aws");
        production.setRegion("eu-central-1");
        TargetAccounts.get().setTargets(List.of(production));
        FreeStyleBuild build = j.buildAndAssertSuccess(j.createFreeStyleProject());
        ResolvedTarget resolved = TargetResolver.resolve(
                TargetReference.builder().target("production").build(), build);
        assertEquals(
                "s",
                resolved.access().source().credentials().resolveCredentials().secretAccessKey());
        TargetAccount.DescriptorImpl form = j.jenkins.getDescriptorByType(TargetAccount.DescriptorImpl.class);
        assertEquals(2, form.doFillCredentialsIdItems(null, "aws").size());
        assertEquals(FormValidation.Kind.ERROR, form.doCheckCredentialsId(null, "nothing", "").kind);
        j.createWebClient().goTo("manage/configure");
    }
}
