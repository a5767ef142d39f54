package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.TwoAccounts.Followed;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.journal.JournalEntry;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody follows any more can be looked for, without anything being created. */
class FindByNonceTest {
    private TwoAccounts accounts;

    @BeforeEach
    void setUp() throws Exception {
        accounts = new TwoAccounts();
    }

    @AfterEach
    void tearDown() throws Exception {
        accounts.close();
    }

    @Test
    void findsWhatALostCallHasCreated() throws Exception {
        Journal journal = Journal.inMemory();
        Followed run = accounts.start(TwoAccounts.request("production"), DeploymentPolicy.DEFAULTS, journal);
        String id = run.outcome().deploymentId();
        JournalEntry lost = journal.read().called(journal.read().calledAt());

        LookupResult trace = find(lost);

        assertEquals(id, trace.deploymentId());
        assertFalse(trace.surelyAbsent());
        assertEquals(1, accounts.aws.calls().count("CreateDeployment"));
    }

    @Test
    void isSureOfNothingUntilAwsWouldShowIt() throws Exception {
        LookupResult early = find(lost(Instant.now()));
        assertNull(early.deploymentId());
        assertFalse(early.surelyAbsent());

        LookupResult late = find(lost(Instant.now().minus(Duration.ofHours(1))));
        assertNull(late.deploymentId());
        assertTrue(late.surelyAbsent());
        assertEquals(0, accounts.aws.calls().count("CreateDeployment"));
    }

    @Test
    void saysWhyItMayNotLook() throws Exception {
        accounts.aws.faults().next("codedeploy", "ListDeployments", Fault.error(400, "AccessDeniedException", "no"));

        EngineException refused = assertThrows(EngineException.class, () -> find(lost(Instant.now())));

        assertTrue(refused.getMessage().contains("codedeploy:ListDeployments"), refused.getMessage());
    }

    private LookupResult find(JournalEntry lost) throws EngineException {
        return find(accounts.engine(), accounts.access(), lost);
    }

    /** As a reconciler does: a lookup without an answer yet is asked for again. */
    static LookupResult find(DeploymentEngine engine, TargetAccess access, JournalEntry lost) throws EngineException {
        while (true) {
            try {
                return engine.findByNonce(access, "test", lost);
            } catch (EngineException e) {
                if (!e.problem().summary().code().equals("deploy.noAnswerYet")) {
                    throw e;
                }
            }
        }
    }

    private JournalEntry lost(Instant calledAt) {
        return JournalEntry.builder(Nonce.of("nobody"), "shop", "production", accounts.aws.region())
                .role(accounts.aws.seed().roleArn())
                .build()
                .called(calledAt);
    }
}
