package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SessionNameTest {
    @Test
    void keepsWhatStsAllows() {
        assertEquals("jenkins-shop-7", SessionName.of("shop", "7"));
        assertEquals("jenkins-observer", SessionName.of("observer", ""));
    }

    @Test
    void replacesTheRestAndTellsJobsApart() {
        String folder = SessionName.of("team/shop", "7");
        String space = SessionName.of("team shop", "7");

        assertTrue(folder.startsWith("jenkins-team-shop-7-"), folder);
        assertNotEquals(folder, space);
        assertEquals(folder, SessionName.of("team/shop", "7"));
    }

    @Test
    void hasAtMost64CharactersOfTheAllowedKindWhateverTheJobIsCalled() {
        for (String job : new String[] {"x".repeat(200), "Ünïcödé/分支/a b", "..", "feature/%2F", "\n"}) {
            String name = SessionName.of(job, "12345");
            assertTrue(name.matches("[\\w+=,.@-]{2,64}"), name);
            assertTrue(name.length() <= 64, name);
        }
        assertNotEquals(SessionName.of("x".repeat(200), "1"), SessionName.of("x".repeat(201), "1"));
    }
}
