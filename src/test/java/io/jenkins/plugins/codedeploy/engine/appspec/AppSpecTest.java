package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppSpecTest {
    private static final String HEAD = "version: 0.0\nos: linux\n";

    private static final String COMPLETE = """
            # A comment
            version: 0.0
            os: linux
            files:
              - source: /
                destination: /opt/app
              - source: config/app.conf
                destination: /etc/app/
              - source: /scripts//./start.sh
                destination: "/usr/local/bin"
            file_exists_behavior: OVERWRITE
            permissions:
              - object: /opt/app
                pattern: "**"
                except: [tmp, "*.log"]
                owner: app
                group: 1000
                mode: 755
                acls:
                  - u:bob:rw
                type:
                  - directory
                  - file
                context:
                  user: app_u
                  type: app_t
                  range: s0-s2:c0.c5,c9
            hooks:
              ApplicationStop:
              BeforeInstall:
                - location: /scripts/stop.sh
                  timeout: 300
                  runas: root
                - location: scripts/clean.sh
                  timeout: "3300"
              AfterAllowTraffic:
                - location: scripts/stop.sh
                  sudo: true
                  note: ignored by the instance agent too
            """;

    @Test
    void readsACompleteOne() throws Exception {
        AppSpec spec = AppSpec.parse(COMPLETE, Platform.SERVER);
        assertEquals(Platform.SERVER, spec.platform());
        assertEquals("linux", spec.os());
        assertEquals(
                List.of("/", "config/app.conf", "scripts/start.sh", "scripts/stop.sh", "scripts/clean.sh"),
                spec.requiredPaths());
        assertEquals(Set.of("scripts/stop.sh", "scripts/clean.sh"), spec.hookScripts());
    }

    @Test
    void readsTheLeastThereCanBe() throws Exception {
        assertEquals(List.of(), AppSpec.parse(HEAD, Platform.SERVER).requiredPaths());
        assertEquals(
                List.of(),
                AppSpec.parse("\uFEFF---\r\nversion: 0.0\r\nos: linux\r\n", Platform.SERVER)
                        .requiredPaths());
        AppSpec.parse(HEAD + "files:\npermissions:\nhooks:\n", Platform.SERVER);
    }

    @Test
    void readsJson() throws Exception {
        String json =
                "{\"version\": 0.0, \"os\": \"linux\",\n \"files\": [{\"source\": \"/a\", \"destination\": \"/b\"}]}";
        assertEquals(List.of("a"), AppSpec.parse(json, Platform.SERVER).requiredPaths());
    }

    @Test
    void readsBackslashesOnWindowsAlone() throws Exception {
        String files = "files:\n  - source: \\config\\config.txt\n    destination: c:\\temp\\webapps\n"
                + "  - source: \\\n    destination: \\\\server\\share\nhooks:\n  BeforeInstall:\n"
                + "    - location: \\scripts\\before.bat\n";
        AppSpec spec = AppSpec.parse("version: 0.0\nos: windows\n" + files, Platform.SERVER);
        assertEquals("windows", spec.os());
        assertEquals(List.of("config/config.txt", "/", "scripts/before.bat"), spec.requiredPaths());
        assertProblems(
                HEAD + files,
                "line 5: destination c:\\temp\\webapps is not an absolute path of linux",
                "line 7: destination \\\\server\\share is not an absolute path of linux");
    }

    @Test
    void readsAnchorsAndMergeKeys() throws Exception {
        String yaml = HEAD + "x: &script\n  location: a.sh\n  timeout: 10\n";
        assertProblems(
                yaml, "line 3: x is unknown; there are file_exists_behavior, files, hooks, os, permissions, version");
        AppSpec spec = AppSpec.parse(
                HEAD + "hooks:\n  BeforeInstall:\n    - &s\n      location: a.sh\n      timeout: 10\n"
                        + "  AfterInstall:\n    - *s\n    - <<: *s\n      location: b.sh\n    - <<: [*s]\n      timeout: 20\n",
                Platform.SERVER);
        assertEquals(List.of("a.sh", "b.sh"), spec.requiredPaths());
    }

    @Test
    void readsTheFirstDocumentAsInstancesDo() throws Exception {
        AppSpec.parse(HEAD + "---\nversion: 9\n", Platform.SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "null", "~"})
    void refusesAnEmptyOne(String text) {
        assertProblems(text, "line 1: it is empty");
    }

    @Test
    void refusesWhatIsNotYaml() {
        assertProblems("just words", "line 1: AppSpec must be made of keys and values");
        assertProblems("- a\n- b\n", "line 1: AppSpec must be made of keys and values");
        assertProblem("version: 0.0\nos: [linux\nfiles:\n", "line 3: it is not YAML: ");
        assertProblem("version: 0.0\n\tos: linux\n", "line 2: it is not YAML: found character '\\t(TAB)'");
        assertProblem(
                "version: 0.0\nos: linux\n  files: x\n", "line 3: it is not YAML: mapping values are not allowed");
        assertProblem("version: \"0.0\nos: linux\n", "line 3: it is not YAML: found unexpected end of stream");
        assertProblem("a: *nowhere\n", "line 1: it is not YAML: found undefined alias nowhere");
        assertProblem("version: 0.0\nos: \u0001\n", "line 1: it is not YAML: ");
        assertProblems(HEAD + "? [a, b]\n: c\n", "line 3: a key of AppSpec is not a text");
    }

    @Test
    void refusesYamlThatIsMadeToExhaust() {
        StringBuilder laughs = new StringBuilder(HEAD + "a: &a [x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            laughs.append(c).append(": &").append(c).append(" [");
            for (int i = 0; i < 9; i++) {
                laughs.append('*').append((char) (c - 1)).append(", ");
            }
            laughs.append("]\n");
        }
        assertProblem(laughs.toString(), "line 1: it is not YAML: Number of aliases for non-scalar nodes exceeds");
        assertProblem("a: " + "[".repeat(10_000), "line 1: it is not YAML: Nesting Depth exceeded max 20");
        assertProblems(HEAD + "#" + "x".repeat(1 << 20), "line 1: it is longer than 1 MiB");
        assertProblem(HEAD + "hooks: &h\n  BeforeInstall: [*h]\n", "line 3: a script of BeforeInstall has no location");
    }

    @Test
    void refusesAVersionOtherThanTheOnlyOne() {
        String rest = "os: linux\n";
        assertProblems(rest, "line 1: version is missing; write version: 0.0");
        assertProblems("version:\n" + rest, "line 1: version is missing; write version: 0.0");
        assertProblems("version: 1.0\n" + rest, "line 1: version is 1.0, but only 0.0 exists");
        assertProblems("version: 0.0.1\n" + rest, "line 1: version is 0.0.1, but only 0.0 exists");
        assertProblems("version: '0.0'\n" + rest, "line 1: version must be the number 0.0, without quotes");
        assertProblems(
                "version: [0.0]\n" + rest,
                "line 1: version must be a single value",
                "line 1: version is missing; write version: 0.0");
    }

    @Test
    void refusesAnotherOs() {
        assertProblems("version: 0.0\n", "line 1: os is missing; write os: linux or os: windows");
        assertProblems("version: 0.0\nos: Linux\n", "line 2: os is Linux, but must be one of linux, windows");
        assertProblems("version: 0.0\nos: macos\n", "line 2: os is macos, but must be one of linux, windows");
    }

    @Test
    void refusesUnknownKeys() {
        assertProblems(HEAD + "file:\n  - source: a\n", "line 3: file is unknown; did you mean files?");
        assertProblems(
                HEAD + "Hooks:\n",
                "line 3: Hooks belongs to Lambda and ECS, which have no bundle; this one is for EC2 and on-premises instances");
        assertProblem(HEAD + "something:\n", "line 3: something is unknown; there are ");
        assertProblems(HEAD + "os: linux\n", "line 3: os is there twice, and only the last would count");
        assertProblems(
                HEAD + "file_exists_behavior: KEEP\n",
                "line 3: file_exists_behavior is KEEP, but must be one of DISALLOW, OVERWRITE, RETAIN");
    }

    @Test
    void refusesFilesThatCannotBeInstalled() {
        assertProblems(HEAD + "files: /\n", "line 3: files must be a list, each item beginning with \"-\"");
        assertProblems(HEAD + "files:\n  - /\n", "line 4: files must be made of keys and values");
        assertProblems(HEAD + "files:\n  - source: a\n", "line 4: an item of files has no destination");
        assertProblems(HEAD + "files:\n\n  - destination: /b\n", "line 5: an item of files has no source");
        assertProblems(
                HEAD + "files:\n  - source: ''\n    destination: /b\n", "line 4: an item of files has no source");
        assertProblems(
                HEAD + "files:\n  - source: a\n    destination: opt\n",
                "line 5: destination opt is not an absolute path of linux");
        assertProblems(
                HEAD + "files:\n  - source: 2024\n    destination: /b\n",
                "line 4: source must be a text: write \"2024\", with the quotes");
        assertProblems(
                HEAD + "files:\n  - source: [a]\n    destination: /b\n", "line 4: source must be a single value");
        assertProblems(
                HEAD + "files:\n  - sorce: a\n    destination: /b\n",
                "line 4: sorce would be ignored; did you mean source?",
                "line 4: an item of files has no source");
        assertProblems(
                "version: 0.0\nos: windows\nfiles:\n  - source: a\n    destination: /opt\n",
                "line 5: destination /opt is not an absolute path of windows");
    }

    @Test
    void refusesHooksThatNeverRun() {
        assertProblems(
                hooks("AfterInstal", "a.sh", ""),
                "line 4: hook AfterInstal is not a lifecycle event; did you mean AfterInstall?");
        assertProblems(
                hooks("afterinstall", "a.sh", ""),
                "line 4: hook afterinstall is not a lifecycle event; did you mean AfterInstall?");
        assertProblem(
                hooks("Whatever", "a.sh", ""),
                "line 4: hook Whatever is not a lifecycle event that runs scripts; there are");
        for (String event : List.of("DownloadBundle", "Install", "BlockTraffic", "AllowTraffic")) {
            assertProblems(
                    hooks(event, "a.sh", ""),
                    "line 4: hook " + event + " cannot run anything: CodeDeploy keeps this lifecycle event for itself");
        }
    }

    @Test
    void takesEveryEventThatRunsScripts() throws Exception {
        for (String event : List.of(
                "ApplicationStop",
                "BeforeInstall",
                "AfterInstall",
                "ApplicationStart",
                "ValidateService",
                "BeforeBlockTraffic",
                "AfterBlockTraffic",
                "BeforeAllowTraffic",
                "AfterAllowTraffic")) {
            assertEquals(
                    Set.of("a.sh"),
                    AppSpec.parse(hooks(event, "a.sh", ""), Platform.SERVER).hookScripts());
        }
    }

    @Test
    void refusesScriptsThatCannotRun() {
        assertProblems(HEAD + "hooks: []\n", "line 3: hooks must be made of keys and values");
        assertProblems(
                HEAD + "hooks:\n  BeforeInstall: a.sh\n",
                "line 4: BeforeInstall must be a list, each item beginning with \"-\"");
        assertProblems(
                HEAD + "hooks:\n  BeforeInstall:\n    - a.sh\n",
                "line 5: BeforeInstall must be made of keys and values");
        assertProblems(
                HEAD + "hooks:\n  BeforeInstall:\n    - timeout: 1\n",
                "line 5: a script of BeforeInstall has no location");
        assertProblems(hooks("BeforeInstall", "''", ""), "line 5: a script of BeforeInstall has no location");
        assertProblems(
                hooks("BeforeInstall", "a.sh", "runAs: app"), "line 6: runAs would be ignored; did you mean runas?");
        assertProblems(hooks("BeforeInstall", "a.sh", "runas: [a]"), "line 6: runas must be a single value");
    }

    @Test
    void refusesTimeoutsOutOfRange() throws Exception {
        for (String timeout : List.of("0", "-1", "3601", "99999999999", "5m", "1.5", "0300")) {
            assertProblems(
                    hooks("BeforeInstall", "a.sh", "timeout: " + timeout),
                    "line 6: timeout " + timeout + " is not 1 to 3600 seconds");
        }
        for (String timeout : List.of("1", "3600", "'60'", "\"3600\"", "")) {
            AppSpec.parse(hooks("BeforeInstall", "a.sh", "timeout: " + timeout), Platform.SERVER);
        }
        assertProblems(
                hooks("BeforeInstall", "a.sh", "timeout: 1801") + "    - location: b.sh\n      timeout: '1800'\n",
                "line 4: the timeouts of BeforeInstall add up to 3601 seconds; a lifecycle event has 3600");
        AppSpec.parse(
                hooks("BeforeInstall", "a.sh", "timeout: 3600") + "    - location: without-its-own.sh\n",
                Platform.SERVER);
    }

    @Test
    void refusesPermissionsThatCannotBeSet() throws Exception {
        assertProblems(HEAD + "permissions:\n  - mode: 644\n", "line 4: an item of permissions has no object");
        assertProblems(permission("mode: 888"), "line 5: mode 888 is not one to four octal digits");
        assertProblems(permission("mode: 01777"), "line 5: mode 01777 is not one to four octal digits");
        assertProblems(permission("mode: u+x"), "line 5: mode u+x is not one to four octal digits");
        assertProblems(
                permission("mode: 0755"),
                "line 5: YAML reads mode 0755 as the number 493; leave the leading zero out, or put quotes around it");
        assertProblems(permission("type: [file, link]"), "line 5: type is link, but must be one of directory, file");
        assertProblems(permission("type: file"), "line 5: type must be a list, each item beginning with \"-\"");
        assertProblems(permission("except: x"), "line 5: except must be a list, each item beginning with \"-\"");
        assertProblems(permission("acls: {a: b}"), "line 5: acls must be a list, each item beginning with \"-\"");
        assertProblems(permission("context: {user: a}"), "line 5: context has no type");
        assertProblems(
                permission("context: {type: a, range: high}"),
                "line 5: range high is not an SELinux range such as s0-s2:c0.c5");
        assertProblems(permission("ower: root"), "line 5: ower would be ignored; did you mean owner?");
        for (String mode : List.of("755", "4755", "'0755'", "7", "0", "00", "0007")) {
            AppSpec.parse(permission("mode: " + mode), Platform.SERVER);
        }
        assertProblems(
                "version: 0.0\nos: windows\npermissions:\n  - object: c:\\a\n",
                "line 3: permissions exist on Linux alone, but os is windows");
        AppSpec.parse("version: 0.0\nos: windows\npermissions: []\n", Platform.SERVER);
    }

    @Test
    void tellsAllProblemsAtOnceInTheOrderOfTheirLines() {
        AppSpecProblems e = assertThrows(
                AppSpecProblems.class,
                () -> AppSpec.parse(
                        "version: 1\nhooks:\n  Install:\n    - location: a\nfiles:\n  - source: a\n", Platform.SERVER));
        assertEquals(
                "appspec.yml has 4 problems: line 1: version is 1, but only 0.0 exists; "
                        + "line 1: os is missing; write os: linux or os: windows; "
                        + "line 3: hook Install cannot run anything: CodeDeploy keeps this lifecycle event for itself; "
                        + "line 6: an item of files has no destination",
                e.getMessage());
        assertEquals(4, e.problems().size());
    }

    @Test
    void textsOfUntrustedFilesAreNoFormats() {
        assertProblems(
                HEAD + "hooks:\n  \"{0}'{1\": []\n",
                "line 4: hook {0}'{1 is not a lifecycle event that runs scripts; there are AfterAllowTraffic, "
                        + "AfterBlockTraffic, AfterInstall, ApplicationStart, ApplicationStop, BeforeAllowTraffic, "
                        + "BeforeBlockTraffic, BeforeInstall, ValidateService");
    }

    private static String hooks(String event, String location, String more) {
        return HEAD + "hooks:\n  " + event + ":\n    - location: " + location + "\n      " + more + "\n";
    }

    private static String permission(String more) {
        return HEAD + "permissions:\n  - object: /opt/app\n    " + more + "\n";
    }

    private static void assertProblems(String yaml, String... problems) {
        assertEquals(List.of(problems), problems(yaml, Platform.SERVER));
    }

    private static void assertProblem(String yaml, String beginning) {
        List<String> problems = problems(yaml, Platform.SERVER);
        assertTrue(problems.stream().anyMatch(p -> p.startsWith(beginning)), problems.toString());
    }

    static List<String> problems(String yaml, Platform platform) {
        return assertThrows(AppSpecProblems.class, () -> AppSpec.parse(yaml, platform)).problems().stream()
                .map(Text::toString)
                .toList();
    }
}
