package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectNamingTest {
    private static final String DIGEST = "ab".repeat(32);

    @Test
    void liesUnderTheJobByDefault() {
        assertEquals("CodeDeploy/shop/main/" + DIGEST + ".zip", key("shop/main", "zip"));
        assertEquals("CodeDeploy/shop/" + DIGEST + ".tgz", key("shop", "tgz"));
    }

    @Test
    void jobsThatBecomeAlikeStayApart() {
        String blank = key("web shop", "zip");
        String arrow = key("web»shop", "zip");
        assertTrue(blank.matches("CodeDeploy/web_shop-[0-9a-f]{8}/" + DIGEST + "\\.zip"), blank);
        assertNotEquals(blank, arrow);
        assertNotEquals(blank, key("web_shop", "zip"));
        assertEquals(blank, key("web shop", "zip"));
    }

    @ParameterizedTest
    @CsvSource({"a/../b", "./a", "a//b", "größe", "feature%2Fx", "a?b#c"})
    void aJobsNameIsMadeSafe(String job) {
        String key = key(job, "zip");
        assertTrue(key.matches("[A-Za-z0-9._/-]+"), key);
        assertFalse(key.contains("/../") || key.contains("//") || key.contains("/./"), key);
    }

    @Test
    void aLongJobsNameIsCut() {
        String folder = "f".repeat(300) + "/";
        RevisionKey one = ObjectNaming.of(folder.repeat(4) + "a", null, null).keyFor(DIGEST, "zip");
        RevisionKey other = ObjectNaming.of(folder.repeat(4) + "b", null, null).keyFor(DIGEST, "zip");
        assertNotEquals(one, other);
        String longest = one.alternative("0123456789ab-" + "u".repeat(36)).key();
        assertTrue(longest.getBytes(StandardCharsets.UTF_8).length <= 1024);
    }

    @ParameterizedTest
    @CsvSource({"releases,releases", "/releases/shop/,releases/shop", "größe,größe"})
    void takesAPrefixInstead(String given, String prefix) {
        RevisionKey key = ObjectNaming.of("shop", given, null).keyFor(DIGEST, "tar");
        assertEquals(prefix + "/" + DIGEST + ".tar", key.key());
        assertTrue(key.contentNamed());
    }

    @Test
    void takesAKeyAsItIs() {
        RevisionKey key = ObjectNaming.of("shop", " ", "shop/1.0 beta.zip").keyFor(DIGEST, "zip");
        assertEquals("shop/1.0 beta.zip", key.key());
        assertFalse(key.contentNamed());
    }

    @Test
    void namesTheFieldThatIsOff() {
        assertEquals("keyPrefix", refused("releases", "a.zip"));
        assertEquals("keyPrefix", refused("a/../b", null));
        assertEquals("keyPrefix", refused("p".repeat(901), null));
        assertEquals("keyPrefix", refused("/", null));
        assertEquals("key", refused(null, "folder/"));
        assertEquals(
                "keyPrefix",
                assertThrows(InvalidInputException.class, () -> new ObjectNaming(null, null))
                        .field());
    }

    @Test
    void knowsItsAlternatives() {
        RevisionKey key = ObjectNaming.of("shop", null, null).keyFor(DIGEST, "zip");
        assertTrue(key.covers(key.key()));
        assertTrue(key.covers(key.alternative("0123").key()));
        assertFalse(key.covers("CodeDeploy/other/" + DIGEST + ".zip"));
        assertFalse(key.covers(key.stem() + "-x/y.zip"));
        assertFalse(new RevisionKey("a.zip", "", false).covers("a.zip-1"));
    }

    private static String refused(String prefix, String key) {
        return assertThrows(InvalidInputException.class, () -> ObjectNaming.of("shop", prefix, key))
                .field();
    }

    private static String key(String job, String bundleType) {
        return ObjectNaming.of(job, null, null).keyFor(DIGEST, bundleType).key();
    }
}
