package io.jenkins.plugins.codedeploy.engine.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherRevisionsTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void aCommitOfARepository() {
        GitHubRevision revision = new GitHubRevision(" octo-org/web.app_1 ", COMMIT.toUpperCase(Locale.ROOT));
        assertEquals("octo-org/web.app_1", revision.repository());
        assertEquals(COMMIT, revision.commitId());
        assertEquals("https://github.com/octo-org/web.app_1/commit/" + COMMIT, revision.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "https://github.com/octo/web", "octo/web/x", "-octo/web", " "})
    void refusesWhatIsNoRepository(String repository) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> new GitHubRevision(repository, COMMIT));
        assertEquals("repository", e.field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "0123456", "g123456789abcdef0123456789abcdef01234567", ""})
    void refusesWhatIsNoCommit(String commit) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> new GitHubRevision("octo/web", commit));
        assertEquals("commitId", e.field());
    }

    @Test
    void anAppSpecIsKeptAsItIsAndHashed() {
        AppSpecRevision revision = new AppSpecRevision("version: 0.0\n");
        assertEquals("version: 0.0\n", revision.content());
        // printf 'version: 0.0\n' | sha256sum
        assertEquals("AppSpec sha256:" + revision.sha256(), revision.toString());
        assertEquals("6a41e44aabcfd2527a82894a58f037eb82f3ccca36a3dd2fa70f7ee7a182cd56", revision.sha256());
    }

    @Test
    void refusesABlankAppSpec() {
        assertEquals(
                "appSpecContent",
                assertThrows(InvalidInputException.class, () -> new AppSpecRevision(" \n"))
                        .field());
    }
}
