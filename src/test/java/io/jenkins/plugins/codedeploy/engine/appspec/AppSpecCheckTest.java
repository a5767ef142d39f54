package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppSpecCheckTest {
    private static final String APP_SPEC = """
            version: 0.0
            os: linux
            files:
              - source: /config
                destination: /etc/app
            hooks:
              AfterInstall:
                - location: scripts/start.sh
            """;

    private final LocalSourceHost host = new LocalSourceHost();

    @TempDir
    Path temp;

    private Path root;

    @BeforeEach
    void bundle() throws Exception {
        root = Files.createDirectory(temp.resolve("bundle"));
        Files.writeString(root.resolve("appspec.yml"), APP_SPEC);
        Files.createDirectory(root.resolve("config"));
        Files.createDirectory(root.resolve("scripts"));
        Files.writeString(root.resolve("scripts/start.sh"), "");
    }

    @Test
    void acceptsABundleThatHasWhatItNames() throws Exception {
        AppSpec spec = check(spec(root, List.of()));
        assertEquals(Set.of("scripts/start.sh"), spec.hookScripts());
        assertEquals(List.of("config", "scripts/start.sh"), spec.requiredPaths());
    }

    @Test
    void namesEveryPathThatTheBundleLacks() {
        EngineException e =
                assertThrows(AppSpecProblems.class, () -> check(spec(root, List.of("config/", "**/start.sh"))));
        assertEquals(
                "appspec.yml has 2 problems: line 4: source /config is not in the bundle; "
                        + "line 8: location scripts/start.sh of AfterInstall is not in the bundle",
                e.getMessage());
    }

    @Test
    void tellsMistakesAndMissingPathsTogether() throws Exception {
        Files.writeString(root.resolve("appspec.yml"), APP_SPEC.replace("AfterInstall", "AfterInstal"));
        Files.delete(root.resolve("config"));
        EngineException e = assertThrows(AppSpecProblems.class, () -> check(spec(root, List.of())));
        assertEquals(
                "appspec.yml has 2 problems: line 4: source /config is not in the bundle; "
                        + "line 7: hook AfterInstal is not a lifecycle event; did you mean AfterInstall?",
                e.getMessage());
        Files.createDirectory(root.resolve("config"));
        EngineException one = assertThrows(AppSpecProblems.class, () -> check(spec(root, List.of())));
        assertEquals(
                "appspec.yml line 7: hook AfterInstal is not a lifecycle event; did you mean AfterInstall?",
                one.getMessage());
    }

    @Test
    void namesTheFileThatHasTheProblem() throws Exception {
        Files.move(root.resolve("appspec.yml"), root.resolve("appspec.yaml"));
        Files.delete(root.resolve("config"));
        EngineException e = assertThrows(AppSpecProblems.class, () -> check(spec(root, List.of())));
        assertTrue(e.getMessage().startsWith("appspec.yaml line 4: "), e.getMessage());
    }

    @Test
    void saysWhenThereIsNoAppSpecAndWhetherPatternsAreToBlame() throws Exception {
        EngineException excluded = assertThrows(EngineException.class, () -> check(spec(root, List.of("appspec.*"))));
        assertEquals(
                "There is no appspec.yml at the root of the bundle of " + root
                        + ". appspec.yml lies in the source, but includes or excludes leave it out of the bundle."
                        + " Put one there, or name the AppSpec to use with appSpec.",
                excluded.getMessage());
        Files.delete(root.resolve("appspec.yml"));
        EngineException absent = assertThrows(EngineException.class, () -> check(spec(root, List.of())));
        assertEquals("appspec.missing", absent.problem().summary().code());
    }

    @Test
    void checksReadyArchivesBelowTheirTopFolderToo() throws Exception {
        Path whole = archive("whole.zip", "app-1/appspec.yml", "app-1/config/", "app-1/scripts/start.sh");
        assertEquals(Set.of("scripts/start.sh"), check(spec(whole, List.of())).hookScripts());
        Path lacking = archive("lacking.zip", "appspec.yml", "config/a");
        EngineException e = assertThrows(AppSpecProblems.class, () -> check(spec(lacking, List.of())));
        assertEquals(
                "appspec.yml line 8: location scripts/start.sh of AfterInstall is not in the bundle", e.getMessage());
        Path without = archive("without.zip", "config/a", "scripts/start.sh");
        assertEquals(
                "appspec.missing",
                assertThrows(EngineException.class, () -> check(spec(without, List.of())))
                        .problem()
                        .summary()
                        .code());
    }

    private AppSpec check(SourceSpec spec) throws Exception {
        return AppSpecCheck.check(host, spec, host.survey(spec));
    }

    private static SourceSpec spec(Path path, List<String> excludes) {
        return new SourceSpec(path.toString(), List.of(), excludes, null, Symlinks.FOLLOW);
    }

    private Path archive(String name, String... entries) throws Exception {
        Path file = temp.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(entry.endsWith("appspec.yml") ? APP_SPEC.getBytes() : new byte[0]);
            }
        }
        return file;
    }
}
