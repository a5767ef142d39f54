package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name that does not exist in one Region, of somebody who deploys to another one. */
class OtherRegionsTest {
    private TwoAccounts accounts;

    @BeforeEach
    void start() throws IOException {
        accounts = new TwoAccounts();
        accounts.production.virtualInstances(1);
    }

    @AfterEach
    void stop() throws IOException {
        accounts.close();
    }

    @Test
    void theOneWhereTheSameIdentityDeploysIsNamed() throws Exception {
        accounts.start(DeploymentPolicy.DEFAULTS).outcome();

        Guidance.Cause other = otherRegion(missing(accounts.access())).orElseThrow();

        assertEquals(List.of(accounts.aws.region()), other.why().args());
        assertEquals(Remedy.Kind.ASK, other.remedies().get(0).kind());
        assertEquals("region", other.remedies().get(0).resource());
        assertEquals(accounts.aws.region(), other.remedies().get(0).content());
    }

    @Test
    void nobodyLearnsWhereOthersDeploy() throws Exception {
        accounts.start(DeploymentPolicy.DEFAULTS).outcome();
        SourceIdentity own = accounts.access().source();
        SourceIdentity other = new SourceIdentity(own.credentials(), "another credential", "credential \"other\"");

        assertTrue(otherRegion(missing(accounts.access(other))).isEmpty());
    }

    @Test
    void itIsNotTheSameRegion() throws Exception {
        accounts.start(DeploymentPolicy.DEFAULTS).outcome();
        assertFalse(accounts.clients().usedRegions().besides(accounts.access()).contains(accounts.aws.region()));
    }

    private Problem missing(TargetAccess access) throws Exception {
        TargetAccess elsewhere = new TargetAccess(
                access.source(),
                access.role(),
                access.externalId(),
                access.sessionDuration(),
                "eu-west-1",
                access.endpoints(),
                access.sessionTags(),
                null);
        return accounts.start(
                        elsewhere,
                        TwoAccounts.request("nothere"),
                        DeploymentPolicy.DEFAULTS,
                        Journal.inMemory(),
                        UUID.randomUUID().toString())
                .outcome()
                .problem();
    }

    private static Optional<Guidance.Cause> otherRegion(Problem problem) {
        return problem.guidance().causes().stream()
                .filter(cause -> cause.why().code().equals("diagnosis.otherRegions"))
                .findFirst();
    }
}
