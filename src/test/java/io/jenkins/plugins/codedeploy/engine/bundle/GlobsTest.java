package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobsTest {
    @ParameterizedTest
    @CsvSource({
        "**,                  a,                  true",
        "**,                  a/b/c,              true",
        "*,                   a,                  true",
        "*,                   a/b,                false",
        "*.class,             A.class,            true",
        "*.class,             a/A.class,          false",
        "**/*.class,          A.class,            true",
        "**/*.class,          a/b/A.class,        true",
        "**/*.class,          a/b/A.java,         false",
        "target/**,           target,             true",
        "target/**,           target/a/b,         true",
        "target/**,           sub/target/a,       false",
        "target/,             target/a/b,         true",
        "target,              target,             true",
        "target,              target/a,           false",
        "**/test/**/*.txt,    test/a.txt,         true",
        "**/test/**/*.txt,    x/test/y/z/a.txt,   true",
        "**/test/**/*.txt,    x/tests/y/a.txt,    false",
        "a/**/b/**/c,         a/b/b/x/c,          true",
        "a/**/b/**/c,         a/x/c,              false",
        "**/a/**/a/**/a/b,    a/a/a/a/a/a/a/c,    false",
        "?at,                 cat,                true",
        "?at,                 at,                 false",
        "c?t*,                cattle,             true",
        "*a*b*c*,             xxaxxbxxcxx,        true",
        "*a*b*c*,             xxaxxcxxbxx,        false",
        "a**b,                a-x-b,              true",
        "a**b,                a/b,                false",
        "README,              readme,             false",
        "./src/*.c,           src/main.c,         true",
        "/src/*.c,            src/main.c,         true",
        "src\\main\\**,       src/main/a,         true",
        "src//main,           src/main,           true",
        "[a].{b}$(c),         [a].{b}$(c),        true",
        "[ab],                a,                  false",
        "straße/**,           straße/ö,           true",
    })
    void takesWhatAnAntPatternMatches(String pattern, String path, boolean taken) {
        assertEquals(taken, new Globs(List.of(pattern), List.of()).takes(path));
        assertEquals(!taken, new Globs(List.of(), List.of(pattern)).takes(path));
    }

    @Test
    void takesEverythingWithoutPatterns() {
        Globs globs = new Globs(List.of(), List.of(" ", ""));
        for (String path : List.of(".git", "CVS/Root", "a~", "#a#", ".DS_Store", "a/.svn/b")) {
            assertTrue(globs.takes(path), path);
            assertTrue(globs.mayTakeBelow(path), path);
        }
    }

    @Test
    void excludesOutweighIncludes() {
        Globs globs = new Globs(List.of("**/*.jar", "bin/**"), List.of("**/*-sources.jar"));
        assertTrue(globs.takes("lib/a.jar"));
        assertTrue(globs.takes("bin/run"));
        assertFalse(globs.takes("lib/a-sources.jar"));
        assertFalse(globs.takes("bin/a-sources.jar"));
        assertFalse(globs.takes("lib/a.war"));
    }

    @ParameterizedTest
    @CsvSource({
        "build/libs/*.jar,  build,            true",
        "build/libs/*.jar,  build/libs,       true",
        "build/libs/*.jar,  build/libs/sub,   false",
        "build/libs/*.jar,  build/classes,    false",
        "build/libs/*.jar,  src,              false",
        "build/*/out,       build/any,        true",
        "**/*.jar,          any/folder,       true",
        "a/**/b,            a/x/y,            true",
        "a/**/b,            c,                false",
        "a,                 a,                false",
    })
    void walksOnlyWhereAnIncludeCanMatch(String include, String folder, boolean walked) {
        assertEquals(walked, new Globs(List.of(include), List.of()).mayTakeBelow(folder));
    }

    @ParameterizedTest
    @CsvSource({
        "**/node_modules/**,   node_modules,        false",
        "**/node_modules/**,   web/node_modules,    false",
        "**/node_modules/**,   web,                 true",
        "**,                   web,                 false",
        "**/*.log,             logs,                true",
        "web/*,                web,                 true",
        "web/*,                web/a,               true",
    })
    void walksNothingThatIsExcludedWhole(String exclude, String folder, boolean walked) {
        assertEquals(walked, new Globs(List.of(), List.of(exclude)).mayTakeBelow(folder));
    }

    @ParameterizedTest
    @CsvSource({"../x", "a/../../x", "..\\x", "a/.."})
    void refusesAPatternThatLeadsOutOfTheSource(String pattern) {
        assertEquals(
                "includes",
                assertThrows(InvalidInputException.class, () -> new Globs(List.of(pattern), List.of()))
                        .field());
        assertTrue(assertThrows(InvalidInputException.class, () -> new Globs(List.of(), List.of(pattern)))
                .getMessage()
                .startsWith("excludes: The pattern"));
    }

    @Test
    void aLongPatternTakesNoLongerThanItsLengthTimesThePath() {
        Globs globs = new Globs(List.of("**/a".repeat(2_000) + "/b"), List.of());
        assertFalse(globs.takes("a/".repeat(2_000) + "c"));
        assertFalse(new Globs(List.of("*a".repeat(2_000) + "b"), List.of()).takes("a".repeat(4_000)));
    }
}
