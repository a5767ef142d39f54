package io.jenkins.plugins.codedeploy.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.deploy.AlarmOverride;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentFlag;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.FileExistsBehavior;
import io.jenkins.plugins.codedeploy.engine.deploy.TargetFilter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionRecordTest {
    @Test
    void everyOptionHasALabel() {
        DeploymentOptions given = DeploymentOptions.builder()
                .deploymentConfig("CodeDeployDefault.OneAtATime")
                .description("Release 7")
                .fileExistsBehavior(FileExistsBehavior.RETAIN)
                .flags(EnumSet.allOf(DeploymentFlag.class))
                .autoRollback(Set.of())
                .alarms(new AlarmOverride(true, false, List.of("cpu")))
                .targetInstances(new TargetFilter(List.of(), List.of("fleet")))
                .build();
        DeploymentPolicy policy = DeploymentPolicy.DEFAULTS
                .with(DeploymentPolicy.OnActive.WAIT)
                .with(DeploymentPolicy.OnReady.CONTINUE)
                .with(DeploymentPolicy.OnAbort.LEAVE)
                .with(DeploymentPolicy.WaitFor.TRAFFIC_SHIFTED)
                .with(DeploymentPolicy.TerminationWait.SKIP)
                .with(false)
                .with(Duration.ofMinutes(5));
        List<OptionRecord> options = Options.of(given, policy);

        assertEquals(15, options.size());
        for (OptionRecord option : options) {
            assertNotEquals(option.getName(), option.getLabel());
            assertTrue(Character.isUpperCase(option.getLabel().charAt(0)), option.getLabel());
        }
    }

    @Test
    void aNameThatNoFormHasIsItsOwnLabel() {
        assertEquals("former", new OptionRecord("former", "x").getLabel());
    }
}
