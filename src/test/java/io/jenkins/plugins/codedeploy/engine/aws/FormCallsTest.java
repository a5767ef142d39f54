package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.codedeploy.engine.aws.FormCalls.Turn;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class FormCallsTest {
    private final FormCalls calls = new FormCalls();
    private final Queue<Turn> turns = new ArrayDeque<>();

    @Test
    void oneTenantHoldsFewOfThemAndAllTogetherSome() {
        for (int tenant = 0; tenant < FormCalls.MOST / FormCalls.MOST_OF_ONE; tenant++) {
            for (int i = 0; i < FormCalls.MOST_OF_ONE; i++) {
                turns.add(assertTurn(tenant));
            }
            assertNull(calls.begin(access(tenant)));
        }
        assertNull(calls.begin(access(99)));

        turns.remove().close();
        assertTurn(99);
        assertNull(calls.begin(access(0)));
    }

    private Turn assertTurn(int tenant) {
        Turn turn = calls.begin(access(tenant));
        assertNotNull(turn);
        return turn;
    }

    private static TargetAccess access(int tenant) {
        return TargetAccess.of(
                new SourceIdentity(AnonymousCredentialsProvider.create(), "tenant-" + tenant, "test"),
                null,
                null,
                "eu-central-1");
    }
}
