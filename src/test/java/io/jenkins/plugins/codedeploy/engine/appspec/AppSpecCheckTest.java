package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    private final List<Text> warnings = new ArrayList<>();
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
        assertEquals(Set.of("scripts/start.sh"), check(spec(root, List.of())).hookScripts());
        assertEquals(List.of(), warnings);
    }

    @Test
    void namesEveryPathThatTheBundleLacks() {
        assertProblems(
                spec(root, List.of("config/", "**/start.sh")),
                "line 4: source /config is not in the bundle",
                "line 8: location scripts/start.sh of AfterInstall is not in the bundle");
    }

    @Test
    void tellsErrorsOneALineAndWarningsApart() throws Exception {
        Files.writeString(root.resolve("appspec.yml"), APP_SPEC.replace("AfterInstall", "AfterInstal"));
        check(spec(root, List.of()));
        assertEquals(
                "[appspec.yml line 7: CodeDeploy has no lifecycle event AfterInstal, so this hook never runs; "
                        + "did you mean AfterInstall?]",
                warnings.toString());
        Files.delete(root.resolve("config"));
        EngineException one = assertThrows(AppSpecProblems.class, () -> check(spec(root, List.of())));
        assertEquals("appspec.yml line 4: source /config is not in the bundle", one.getMessage());
        EngineException strict = assertThrows(
                AppSpecProblems.class,
                () -> new AppSpecCheck(true, warnings::add)
                        .check(host, spec(root, List.of()), host.survey(spec(root, List.of()))));
        assertEquals(
                "appspec.yml has 2 problems:\n- line 4: source /config is not in the bundle\n"
                        + "- line 7: CodeDeploy has no lifecycle event AfterInstal, so this hook never runs; "
                        + "did you mean AfterInstall? (this warning is an error because of strictAppSpec)",
                strict.getMessage());
    }

    @Test
    void namesTheFileThatHasTheProblem() throws Exception {
        Files.move(root.resolve("appspec.yml"), root.resolve("AppSpec.yaml"));
        Files.delete(root.resolve("config"));
        EngineException e = assertThrows(AppSpecProblems.class, () -> check(spec(root, List.of())));
        assertTrue(e.getMessage().startsWith("AppSpec.yaml line 4: "), e.getMessage());
    }

    @Test
    void saysWhenThereIsNoAppSpecAndWhetherPatternsAreToBlame() throws Exception {
        EngineException excluded = assertThrows(EngineException.class, () -> check(spec(root, List.of("appspec.*"))));
        assertEquals(
                "The bundle of " + root + " has no appspec.yml at its root"
                        + ". appspec.yml is in the source, but includes or excludes omit it from the bundle."
                        + " Add one, or set appSpec to the AppSpec file to use.",
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

    @Test
    void pathsOnWindowsHaveNoCaseAndBackslashes() throws Exception {
        Files.writeString(root.resolve("appspec.yml"), """
                version: 0.0
                os: windows
                files:
                  - source: \\Config
                    destination: \\inetpub\\wwwroot
                hooks:
                  AfterInstall:
                    - location: Scripts\\START.sh
                """);
        check(spec(root, List.of()));
        assertEquals(List.of(), warnings);
    }

    @Test
    void anArchiveIsNotRenamedSoOnlyWindowsFindsOtherCases() throws Exception {
        Path yaml = archive("yaml.zip", "appspec.yaml", "config/a", "scripts/start.sh");
        assertProblems(
                spec(yaml, List.of()),
                "the archive contains appspec.yaml, but hooks on Linux support only the name appspec.yml. Rename it in the archive");
        Path cased = archive("cased.zip", "AppSpec.yml", "config/a", "scripts/start.sh");
        assertThrows(AppSpecProblems.class, () -> check(spec(cased, List.of())));
    }

    @Test
    void findsTwoSourcesForOneDestination() throws Exception {
        Files.createDirectories(root.resolve("other/etc/app"));
        Files.writeString(root.resolve("config/a"), "");
        Files.writeString(root.resolve("other/etc/app/a"), "");
        append("files", "  - source: other\n    destination: /.//\n");
        assertProblems(
                spec(root, List.of()),
                "line 6: source other and source /config of line 4 contain a file for the same destination /etc/app/a, "
                        + "which agents reject");
        append("files", "  - source: scripts/start.sh\n    destination: /etc/app/a\n");
        assertTrue(problems(spec(root, List.of()))
                .contains(
                        "line 6: source scripts/start.sh and source /config of line 4 make /etc/app/a both a file and a"
                                + " directory, which agents reject"));
    }

    @Test
    void findsPermissionsThatMeet() throws Exception {
        Files.createDirectory(root.resolve("config/sub"));
        Files.writeString(root.resolve("config/sub/a.sh"), "");
        append("permissions", "  - object: /etc/app\n    mode: 644\n  - object: /etc/app/sub\n    pattern: '*.sh'\n");
        assertProblems(
                spec(root, List.of()),
                "line 9: /etc/app/sub/a.sh has permissions here and at line 7, " + "which agents reject");
        append(
                "permissions",
                "  - object: /etc/app\n    type: [directory]\n  - object: /etc/app/sub\n    type: [file]\n");
        check(spec(root, List.of()));
        append("permissions", "  - object: /etc/app/sub\n    except: ['*.sh']\n  - object: /etc/app/sub/a.sh\n");
        check(spec(root, List.of()));
        append("permissions", "  - object: /etc\n    type: [directory]\n  - object: /\n    type: [directory]\n");
        assertTrue(problems(spec(root, List.of())).get(0).startsWith("line 9: /etc/app/sub has permissions here"));
        append("permissions", "  - object: /etc/app/sub/a.sh\n    pattern: '*'\n");
        assertTrue(
                problems(spec(root, List.of())).get(0).startsWith("line 7: /etc/app/sub/a.sh is a file, so pattern"));
    }

    @Test
    void whatIsWrongOfAnOwnerMattersWhereItApplies() throws Exception {
        Files.writeString(root.resolve("config/a"), "");
        for (String owner : List.of("owner: 1000", "group: 33", "owner: true", "group: ''")) {
            append("permissions", "  - object: /etc/app\n    " + owner + "\n");
            assertTrue(problems(spec(root, List.of())).get(0).startsWith("line 8: "), owner);
            append("permissions", "  - object: /elsewhere\n    " + owner + "\n");
            check(spec(root, List.of()));
        }
        append("permissions", "  - object: /etc/app\n    acls: ['d:u:bob:7']\n");
        assertTrue(problems(spec(root, List.of())).get(0).startsWith("line 7: acls has a default entry and applies"));
        append("permissions", "  - object: /etc/app\n    acls: ['d:u:bob:7']\n    type: [directory]\n");
        check(spec(root, List.of()));
    }

    @Test
    void warnsOfScriptsThatLinuxCannotStart() throws Exception {
        assertScript(
                "#!/bin/bash\r\necho\r\n", "the first line of script scripts/start.sh of AfterInstall ends with CRLF");
        assertScript("#!/bin/sh\necho\r\n", "script scripts/start.sh of AfterInstall has CRLF line endings");
        assertScript("echo\r\n", "script scripts/start.sh of AfterInstall has CRLF line endings");
        assertScript("\uFEFF#!/bin/sh\n", "script scripts/start.sh of AfterInstall begins with a byte order mark");
        assertScript("#!bash\n", "script scripts/start.sh of AfterInstall uses the interpreter bash, which is not");
        assertScript("#!/bin/nosuch -x\n", "script scripts/start.sh of AfterInstall needs /bin/nosuch");
        for (String fine : List.of(
                "#!/usr/bin/env bash\n", "#! /bin/sh\n", "echo\n", "#!/usr/bin/python3\nx\r\n", "#!/opt/x/y\n", "")) {
            assertScript(fine, null);
        }
    }

    @Test
    void keptLinksThatLeadRoundAreFoundInWhatIsInstalled() throws Exception {
        Files.createDirectories(root.resolve("config/a"));
        Files.createDirectories(root.resolve("scripts/b"));
        Files.createSymbolicLink(root.resolve("config/a/x"), Path.of("../../scripts/b"));
        Files.createSymbolicLink(root.resolve("scripts/b/y"), Path.of("../../config"));
        SourceSpec kept = new SourceSpec(root.toString(), List.of(), List.of(), null, Symlinks.KEEP);
        assertTrue(
                problems(kept).get(0).startsWith("line 4: the link scripts/b/y points to config, which contains it"));
        Files.delete(root.resolve("scripts/b/y"));
        check(kept);
        assertEquals(List.of(), warnings);
    }

    private void assertScript(String content, String warning) throws Exception {
        Files.writeString(root.resolve("scripts/start.sh"), content);
        warnings.clear();
        check(spec(root, List.of()));
        assertEquals(warning == null ? 0 : 1, warnings.size(), warnings.toString());
        if (warning != null) {
            assertTrue(warnings.get(0).toString().startsWith("appspec.yml line 8: " + warning), warnings.toString());
        }
        Path zip = temp.resolve("script.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("appspec.yml", "scripts/start.sh")) {
                out.putNextEntry(new ZipEntry("top/" + name));
                out.write(Files.readAllBytes(root.resolve(name)));
            }
            out.putNextEntry(new ZipEntry("top/config/"));
        }
        List<Text> ofFolder = List.copyOf(warnings);
        warnings.clear();
        check(spec(zip, List.of()));
        assertEquals(ofFolder.toString(), warnings.toString());
    }

    /** Items after those of files that there are, or a section of their own after it. */
    private void append(String section, String items) throws Exception {
        String lines = section.equals("files") ? items : section + ":\n" + items;
        Files.writeString(root.resolve("appspec.yml"), APP_SPEC.replace("hooks:", lines + "hooks:"));
    }

    private List<String> problems(SourceSpec spec) {
        return assertThrows(AppSpecProblems.class, () -> check(spec)).problems().stream()
                .map(Text::toString)
                .toList();
    }

    private void assertProblems(SourceSpec spec, String... expected) {
        assertEquals(List.of(expected), problems(spec));
    }

    private AppSpec check(SourceSpec spec) throws Exception {
        return new AppSpecCheck(false, warnings::add).check(host, spec, host.survey(spec));
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
                zip.write(entry.toLowerCase(Locale.ROOT).contains("appspec") ? APP_SPEC.getBytes() : new byte[0]);
            }
        }
        return file;
    }
}
