package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionNameTest {
    /** Names that would like to pass for one another. */
    private static final List<String> JOBS = List.of(
            "team/prod",
            "team-prod",
            "team,prod",
            "team=2cprod",
            "team=2fprod",
            "team prod",
            "team+prod",
            "team/prod+1",
            "team/prod-1",
            "team-prod-57f83e2b",
            "team%2Fprod",
            "team／prod",
            "team／pröd",
            "observer",
            "codedeploy-observer",
            "form",
            "x".repeat(55),
            "x".repeat(56),
            "x".repeat(57),
            "x".repeat(200),
            "x".repeat(201),
            "=".repeat(30),
            "a\nb",
            "a\u2028b",
            "ab");

    @Test
    void isReadableForMostJobs() {
        assertEquals("jenkins-shop+7", SessionName.of("shop", "7"));
        assertEquals("jenkins-team,shop_2+7", SessionName.of("team/shop_2", "7"));
        assertEquals("jenkins-team,prod", SessionName.of("team/prod", ""));
        assertEquals("jenkins+observer", SessionName.ofController("observer"));
    }

    @Test
    void noJobTakesAnothersIdentity() {
        Map<String, String> owners = new HashMap<>();
        for (String job : JOBS) {
            for (String build : List.of("", "1", "11", "1+1")) {
                String taken = owners.put(SessionName.of(job, build), job + " #" + build);
                assertEquals(null, taken, () -> job + " #" + build + " is named as " + taken);
            }
        }
        // what once was appended to a job's name to keep it apart
        String longOne = SessionName.of("x".repeat(200), "");
        assertNotEquals(longOne, SessionName.of(longOne.substring("jenkins-".length()), ""));
        assertFalse(owners.containsKey(SessionName.ofController("observer")));
        assertFalse(owners.containsKey(SessionName.ofController("form")));
    }

    @Test
    void noJobBearsAnothersTag() {
        Map<String, String> owners = new HashMap<>();
        for (String job : JOBS) {
            String tag = SessionName.tag(job);
            assertTrue(tag.matches("[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,256}"), tag);
            assertEquals(null, owners.put(tag, job), job);
        }
        assertEquals("team/shop", SessionName.tag("team/shop"));
        assertNotEquals(SessionName.tag("é".repeat(300)), SessionName.tag("é".repeat(301)));
        assertEquals(256, SessionName.tag("é".repeat(301)).length());
    }

    @Test
    void hasAtMost64CharactersOfTheAllowedKindWhateverTheJobIsCalled() {
        for (String job : JOBS) {
            String name = SessionName.of(job, "12345");
            assertTrue(name.matches("[\\w+=,.@-]{2,64}"), name);
        }
    }
}
