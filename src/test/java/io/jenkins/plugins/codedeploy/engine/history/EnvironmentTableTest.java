package io.jenkins.plugins.codedeploy.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentTableTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private static EnvironmentState state(String target, String application, int build, String status) {
        DeploymentEnvironment environment =
                new DeploymentEnvironment("of " + target, "eu-central-1", application, "web");
        HistoryEntry entry = HistoryEntry.builder(environment, "d-" + target + build)
                .target(target)
                .revision("s3://bucket/" + build + ".zip")
                .origin(new RevisionOrigin(new BuildReference("team/" + application, build), NOON, List.of()))
                .deployedBy(new BuildReference("team/release", build))
                .begun(NOON)
                .status(status)
                .build();
        return EnvironmentState.of(List.of(entry));
    }

    @Test
    void tellsHowFarAnEnvironmentIsBehind() {
        EnvironmentTable table = EnvironmentTable.of(List.of(
                state("staging", "shop", 45, "Succeeded"),
                state("production", "shop", 41, "Succeeded"),
                state("development", "shop", 44, "Succeeded"),
                state("production", "admin", 7, "Succeeded")));
        assertEquals(
                List.of("development", "production", "staging"),
                table.columns().stream().map(EnvironmentTable.Column::target).toList());
        assertEquals(
                List.of("admin", "shop"),
                table.rows().stream().map(EnvironmentTable.Row::application).toList());
        EnvironmentTable.Row admin = table.rows().get(0);
        assertNull(admin.cells().get(0));
        assertNotNull(admin.cells().get(1));
        EnvironmentTable.Row shop = table.rows().get(1);
        EnvironmentTable.Behind behind = shop.cells().get(1).behind();
        assertEquals(4, behind.builds());
        assertEquals("staging", behind.newest().target());
        assertNull(shop.cells().get(2).behind());
    }

    @Test
    void whatIsNotLiveIsNotCompared() {
        EnvironmentTable table = EnvironmentTable.of(
                List.of(state("staging", "shop", 45, "Failed"), state("production", "shop", 41, "Succeeded")));
        EnvironmentTable.Row shop = table.rows().get(0);
        assertNull(shop.cells().get(0).behind());
        assertNull(shop.cells().get(1).behind());
    }

    @Test
    void accountsOfTheSameNameAreTwoColumns() {
        DeploymentEnvironment one = new DeploymentEnvironment("1", "eu-central-1", "shop", "web");
        DeploymentEnvironment other = new DeploymentEnvironment("2", "eu-central-1", "shop", "web");
        List<EnvironmentState> states = new ArrayList<>();
        for (DeploymentEnvironment environment : List.of(one, other)) {
            states.add(EnvironmentState.of(List.of(HistoryEntry.builder(environment, "d-1")
                    .target("production")
                    .build())));
        }
        EnvironmentTable table = EnvironmentTable.of(states);
        assertEquals(2, table.columns().size());
        assertEquals(1, table.rows().size());
    }

    /** Bounded generously: it is measured in the thousandths. */
    @Test
    void aThousandEnvironmentsAreArrangedAtOnce() {
        List<EnvironmentState> states = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            states.add(state("target-" + i % 20, "app-" + i / 20, i, "Succeeded"));
        }
        long begun = System.nanoTime();
        EnvironmentTable table = EnvironmentTable.of(states);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertEquals(50, table.rows().size());
        assertEquals(20, table.columns().size());
        assertTrue(took.toMinutes() < 1, took.toString());
        System.out.println("1,000 environments are arranged in " + took);
    }
}
