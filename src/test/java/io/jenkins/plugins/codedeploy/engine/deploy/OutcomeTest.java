package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codedeploy.engine.watch.DeploymentStatus;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {
    @Test
    void codeDeploysOwnWordComesFirst() {
        Snapshot last = new Snapshot.Builder("d-1", new DeploymentStatus("Stopped")).build();

        assertEquals("Stopped", new Outcome(Outcome.Kind.ABORTED, "d-1", last, null, List.of(), null).status());
    }

    @ParameterizedTest
    @CsvSource({"CREATED, Created", "NOT_CREATED, NotCreated", "ABORTED, Aborted", "UNKNOWN, Unknown"})
    void whereItGaveNoneThereIsOneInItsStyle(Outcome.Kind kind, String word) {
        assertEquals(word, Outcome.withoutDeployment(kind, null).status());
    }
}
