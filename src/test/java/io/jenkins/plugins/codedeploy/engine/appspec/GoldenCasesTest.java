package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.PackedFile;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Small bundles, each with what AWS's instance agents do with it and what the check is to say. */
class GoldenCasesTest {
    @TempDir
    Path temp;

    private final LocalSourceHost host = new LocalSourceHost();
    private final List<Text> warnings = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("io.jenkins.plugins.codedeploy.engine.appspec.Cases#names")
    void theCheckSaysWhatTheCaseExpects(String name) throws Exception {
        List<String> lines = Files.readAllLines(Cases.of(name).resolve("expected"));
        String expected = lines.get(lines.size() - 1).replaceFirst("^plugin: (\\w+).*", "$1");
        boolean bundled = name.startsWith("b02"); // its AppSpec is bundled under the name that agents look for
        String judged = judge(name, false, Symlinks.KEEP);
        assertEquals(bundled ? "accept" : expected, judged, warnings.toString());
        if (expected.equals("warn")) {
            assertEquals("refuse", judge(name, true, Symlinks.KEEP), "strict");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a03-timeouts-sum-over-3600      | line 4: the timeouts of AfterInstall add up to 3700 seconds, but a lifecycle event times out
            a14-hooks-not-indented          | line 4: AfterInstall is not in the hooks section, so agents ignore it and these
            a15-key-twice                   | line 4: files occurs twice: agents 1.x use the last one, agents 2.x reject
            a17-mode-octal                  | line 8: YAML reads mode 0644 as an octal number: agents 1.x set 0420, agents 2.x set 0644
            a18-timeout-with-unit           | line 6: agents 1.x read timeout 300s as 300 seconds, agents 2.x reject it
            b03-alias                       | line 6: agents 1.x on Ruby 3.1 and later reject the alias *scripts
            b11-context-without-range       | line 8: context has no range: agents 1.x fail at Install, agents 2.x accept
            """)
    void warningsSayWhichAgentDoesWhat(String name, String beginning) throws Exception {
        assertEquals("warn", judge(name, false, Symlinks.FOLLOW));
        assertTrue(warnings.get(0).toString().startsWith("appspec.yml " + beginning), warnings.toString());
    }

    @Test
    void aLinkToItsOwnFolderIsRefusedWhetherKeptOrFollowed() throws Exception {
        assertEquals("refuse", judge("b19-links-to-own-folder", false, Symlinks.KEEP));
        assertEquals("refuse", judge("b19-links-to-own-folder", false, Symlinks.FOLLOW));
    }

    @Test
    void anAppSpecByAnotherNameIsBundledAsAppSpecYmlAndThatIsSaid() throws Exception {
        SourceSpec source = spec(Cases.copy("b02-named-appspec-yaml", temp.resolve("b02")), Symlinks.FOLLOW);
        Survey survey = host.survey(source);
        assertEquals(
                List.of("appspec.yaml is bundled as appspec.yml, the only name that hooks on Linux support."),
                survey.warnings().stream().map(Text::toString).toList());
        PackedFile packed = PackedFile.pack(host, source, Set.of(), null, temp);
        try (ZipFile zip = new ZipFile(packed.file())) {
            assertEquals(
                    List.of("appspec.yml"), zip.stream().map(e -> e.getName()).toList());
        }
    }

    private String judge(String name, boolean strict, Symlinks symlinks) throws Exception {
        warnings.clear();
        SourceSpec source = spec(Cases.copy(name, Files.createTempDirectory(temp, name)), symlinks);
        try {
            new AppSpecCheck(strict, warnings::add).check(host, source, host.survey(source));
            return warnings.isEmpty() ? "accept" : "warn";
        } catch (EngineException e) {
            return "refuse";
        }
    }

    private static SourceSpec spec(Path folder, Symlinks symlinks) {
        return new SourceSpec(folder.toString(), List.of(), List.of(), null, symlinks);
    }
}
