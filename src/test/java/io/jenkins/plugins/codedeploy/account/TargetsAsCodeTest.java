package io.jenkins.plugins.codedeploy.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.junit.jupiter.AbstractRoundTripTest;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class TargetsAsCodeTest extends AbstractRoundTripTest {
    @Test
    void definesAFoldersTargetsByJobDsl(JenkinsRule j) throws Exception {
        ExecuteDslScripts script = new ExecuteDslScripts();
        script.setScriptText("""
                folder('payments') {
                  properties {
                    codeDeployTargets {
                      targets {
                        targetAccount {
                          name('production')
                          credentialsId('aws-payments')
                          roleArn('arn:aws:iam::222222222222:role/Deployer')
                          region('eu-central-1')
                        }
                      }
                    }
                  }
                }
                """);
        FreeStyleProject seed = j.createFreeStyleProject("seed");
        seed.getBuildersList().add(script);
        j.buildAndAssertSuccess(seed);
        FolderTargets defined = j.jenkins
                .getItemByFullName("payments", Folder.class)
                .getProperties()
                .get(FolderTargets.class);
        assertEquals("aws-payments", defined.getTargets().get(0).getCredentialsId());
        assertEquals("eu-central-1", defined.getTargets().get(0).getRegion());
    }

    @Test
    void refusesADurationThatIsNoNumber(JenkinsRule j, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("jenkins.yaml");
        Files.writeString(file, """
                unclassified:
                  crossAccountCodeDeploy:
                    targets:
                      - name: production
                        credentialsId: aws-development
                        region: eu-central-1
                        sessionDuration: 1h
                """);
        Exception refused =
                assertThrows(Exception.class, () -> ConfigurationAsCode.get().configure(file.toString()));
        String told = Stream.iterate((Throwable) refused, Objects::nonNull, Throwable::getCause)
                .map(String::valueOf)
                .collect(Collectors.joining("\n"));
        assertTrue(told.contains("sessionDuration"), told);
        assertTrue(told.contains("The value must be whole seconds, from 900 to 43200."), told);
        assertEquals(List.of(), TargetAccounts.get().getTargets());
    }

    @Override
    protected String configResource() {
        return "targets.yaml";
    }

    @Override
    protected void assertConfiguredAsExpected(JenkinsRule j, String config) {
        List<TargetAccount> targets = TargetAccounts.get().getTargets();
        assertEquals(
                List.of("production", "own-account"),
                targets.stream().map(TargetAccount::getName).toList());
        TargetAccount production = targets.get(0);
        assertEquals("aws-development", production.getCredentialsId());
        assertEquals("arn:aws:iam::222222222222:role/CodeDeployFromDevelopment", production.getRoleArn());
        assertEquals("jenkins-7f3a9c", production.getExternalId());
        assertEquals(7200, production.getSessionDuration());
        assertEquals("arn:aws:iam::222222222222:role/WebServers", production.getInstanceRole());
        assertEquals(BucketOwner.SOURCE, production.getBucketOwner());
        assertEquals(List.of("payments", "shop/prod"), production.getFolders());
        assertTrue(targets.get(1).isControllerIdentity());
        assertEquals(List.of("payments"), targets.get(1).getFolders());

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        try {
            ConfigurationAsCode.get().export(exported);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        String yaml = exported.toString(StandardCharsets.UTF_8);
        assertTrue(yaml.contains("crossAccountCodeDeploy:"), yaml);
        assertTrue(yaml.contains("roleArn: \"arn:aws:iam::222222222222:role/CodeDeployFromDevelopment\""), yaml);
        assertTrue(yaml.contains("- \"shop/prod\""), yaml);
    }

    @Override
    protected String stringInLogExpected() {
        return "CodeDeployFromDevelopment";
    }
}
