package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamingTest {
    private static final String DIGEST = "ab".repeat(32);

    @Test
    void liesUnderTheJobByDefault() {
        assertEquals("CodeDeploy/shop/main/" + DIGEST + ".zip", key("shop/main", "zip"));
        assertEquals("CodeDeploy/shop/" + DIGEST + ".tgz", key("shop", "tgz"));
    }

    /** Who writes below another job's prefix has its revisions reused, or its instances read what is not theirs. */
    @Test
    void noJobTakesAnothersPrefix() {
        List<String> jobs = List.of(
                "web shop",
                "web»shop",
                "web_shop",
                "web!20shop",
                "web!shop",
                "web!!20shop",
                "web_shop-57f83e2b",
                "web%20shop",
                "web/shop",
                "web／shop",
                "web!2fshop",
                ".",
                "..",
                "!2e",
                "!2e!2e",
                "a//b",
                "a/!_/b",
                "f".repeat(800),
                "f".repeat(801),
                "f".repeat(900));
        Map<String, String> owners = new HashMap<>();
        for (String job : jobs) {
            assertNull(owners.put(key(job, "zip"), job), job);
        }
        assertEquals("CodeDeploy/web!20shop/" + DIGEST + ".zip", key("web shop", "zip"));
        String cut = key("f".repeat(900), "zip").split("/")[1];
        assertNotEquals(key("f".repeat(900), "zip"), key(cut, "zip"));
    }

    @Test
    void noJobTakesTheNameThatAnotherGot() {
        String hashed = key("web shop", "zip");
        String job = hashed.substring("CodeDeploy/".length(), hashed.lastIndexOf('/'));
        assertNotEquals(hashed, key(job, "zip"));
    }

    @ParameterizedTest
    @CsvSource({"a/../b", "./a", "a//b", "größe", "feature%2Fx", "a?b#c"})
    void aJobsNameIsMadeSafe(String job) {
        String key = key(job, "zip");
        assertTrue(key.matches("[A-Za-z0-9._/!-]+"), key);
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

    /** What a client, a proxy or a tool reads as something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "releases/../other/a.zip",
                "releases/./a.zip",
                "releases//a.zip",
                "/releases/a.zip",
                "releases/%2e%2e/a.zip",
                "releases/%2E./a.zip",
                "releases%2fa.zip",
                "releases/%252e%252e/a.zip",
                "releases\\..\\a.zip",
                "releases/\u202ea.zip",
                "releases/a\u200b.zip",
                "releases/a\u0000.zip",
                ".."
            })
    void aKeyThatIsReadDifferentlyIsRefused(String key) {
        assertEquals("key", refused(null, key));
        if (!key.startsWith("/")) {
            assertEquals("keyPrefix", refused(key, null));
        }
    }

    @Test
    void staysBelowWhatATargetAccountAllows() {
        assertEquals(
                "releases/a.zip", within("releases", null, "releases/a.zip").key());
        assertEquals("releases", within("/releases/", "releases", null).prefix());
        assertEquals("releases/shop", within("releases", "releases/shop", null).prefix());
        assertEquals("CodeDeploy/shop", within("CodeDeploy", null, null).prefix());
        for (String key : List.of(
                "a.zip",
                "other/a.zip",
                "releases",
                "releases-2/a.zip",
                "Releases/a.zip",
                "releases.zip",
                "release/a")) {
            assertEquals("key", field(() -> within("releases", null, key)), key);
        }
        for (String prefix : List.of("other", "releases2", "release", "Releases")) {
            assertEquals("keyPrefix", field(() -> within("releases", prefix, null)), prefix);
        }
    }

    @Test
    void saysToAPolicyWhichKeysItGives() {
        assertEquals("CodeDeploy/shop/*", ObjectNaming.of("shop", null, null).keys());
        assertEquals(
                "a${*}b${?}${$}.zip", ObjectNaming.of("shop", null, "a*b?$.zip").keys());
    }

    private static ObjectNaming within(String root, String prefix, String key) {
        return ObjectNaming.of("shop", prefix, key, root);
    }

    private static String field(Executable bad) {
        return assertThrows(InvalidInputException.class, bad).field();
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
