package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known without the bundle; {@link AppSpecCheckTest} has the rest. */
class AppSpecTest {
    private static final String HEAD = "version: 0.0\nos: linux\n";
    private static final String WINDOWS = "version: 0.0\nos: windows\n";

    private static final String COMPLETE = """
            # A comment
            version: 0.0
            os: linux
            files:
              - source: /
                destination: /opt/app
              - source: config/app.conf
                destination: /etc/app/
              - source: /scripts//./x/../start.sh
                destination: "/usr/local/bin"
            file_exists_behavior: OVERWRITE
            permissions:
              - object: /opt/app
                pattern: "*"
                except: [tmp, "*.log"]
                owner: app
                group: "1000"
                mode: 755
                acls:
                  - u:bob:rw
                type:
                  - directory
                  - file
                context:
                  name: app_u
                  type: app_t
                  range: s0-s2:c0.c5,c9
            hooks:
              ApplicationStop:
              BeforeInstall:
                - location: /scripts/stop.sh
                  timeout: 300
                  runas: root
                - location: scripts/clean.sh
                  timeout: 3300
              AfterAllowTraffic:
                - location: scripts/stop.sh
                  sudo: true
            """;

    /** Both generations were read at their source: 1.8.1, and 2.0.1 with serde_yaml. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hooks: {AfterInstall: [{location: a.sh, sudo: yes}]}            | warning 3: appspec.sudo[yes, true]
            hooks: {AfterInstall: [{location: a.sh, sudo: off}]}            | warning 3: appspec.sudo[off, false]
            hooks: {AfterInstall: [{location: a.sh, sudo: "false"}]}        | warning 3: appspec.sudo[false, true]
            hooks: {AfterInstall: [{location: a.sh, sudo: True}]}           |
            hooks: {AfterInstall: [{location: a.sh, sudo: ~}]}              |
            permissions: [{object: /opt/app, mode: 00644}]                  | warning 3: appspec.modeLong[00644, 0420]
            permissions: [{object: /opt/app, mode: "0644"}]                 |
            files: ~                                                        | warning 3: appspec.nothing[files, ~]
            permissions: {}                                                 | warning 3: appspec.nothing[permissions, {}]
            hooks: null                                                     | warning 3: appspec.nothing[hooks, null]
            hooks: {AfterInstall: ~}                                        |
            hooks: {AfterInstall: false}                                    | warning 3: appspec.nothing[AfterInstall, false]
            """)
    void whatOneGenerationOfAgentsRefusesIsAWarning(String line, String expected) {
        if (expected == null) {
            assertFound(HEAD + line + "\n");
        } else {
            assertBegins(HEAD + line + "\n", expected);
        }
    }

    @Test
    void anEventThatIsThereTwiceLosesItsFirstScripts() {
        assertBegins(
                HEAD + "hooks:\n  AfterInstall:\n    - location: a.sh\n  AfterInstall:\n    - location: b.sh\n",
                "warning 6: appspec.duplicateEvent[AfterInstall]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"---\nversion: 9\n\t", "---\n", "--- [\n", "...\n}"})
    void whatFollowsTheFirstDocumentIsAWarning(String rest) {
        assertBegins(HEAD + rest, "warning 1: appspec.severalDocuments[]");
    }

    @Test
    void theEndOfTheDocumentMayBeMarked() {
        assertFound(HEAD + "...\n");
    }

    @Test
    void readsACompleteOne() {
        AppSpec spec = read(COMPLETE);
        assertEquals("linux", spec.os());
        assertEquals(
                List.of("", "config/app.conf", "scripts/start.sh"),
                spec.plan().copies().stream().map(InstallPlan.Copy::source).toList());
        assertEquals(Set.of("scripts/stop.sh", "scripts/clean.sh"), spec.hookScripts());
        InstallPlan.Permission permission = spec.plan().permissions().get(0);
        assertEquals("*", permission.pattern());
        assertEquals(List.of("tmp", "*.log"), permission.except());
        assertFound(COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD,
                HEAD + "files:\npermissions:\nhooks:\n",
                "---\r\nversion: 0.0\r\nos: linux\r\n",
                "{\n\t\"version\": 0.0,\n\t\"os\"\t:\t\"linux\"\n}",
                "version:\t0.0\t# the only one\nos:\tlinux\t\n",
                HEAD + "files:\t# a comment\n  - source:\ta\n    destination:\t/b\n",
                HEAD + "hooks:\n  AfterInstall:\n    -  location: \ta.sh\n       timeout:\t\t10\n",
                "version: 0\nos: linux\n",
                "version: -0.00\n'os': \"linux\"\n"
            })
    void acceptsWhatAgentsAccept(String text) {
        assertFound(text);
    }

    @Test
    void readsBackslashesOnWindowsAlone() {
        String files = """
                files:
                  - source: \\config\\config.txt
                    destination: c:\\temp\\webapps
                  - source: \\
                    destination: \\inetpub\\wwwroot
                  - source: a
                    destination: /app
                  - source: b
                    destination: \\\\server\\share
                hooks:
                  BeforeInstall:
                    - location: \\scripts\\Before.ps1
                """;
        AppSpec spec = read(WINDOWS + files);
        assertFound(WINDOWS + files);
        assertEquals(
                List.of("config/config.txt", "", "a", "b"),
                spec.plan().copies().stream().map(InstallPlan.Copy::source).toList());
        assertEquals(Set.of("scripts/Before.ps1"), spec.hookScripts());
        assertBegins(HEAD + files, "warning 5: appspec.destination[c:\\temp\\webapps]");
        assertBegins(
                WINDOWS + "files: [{source: a, destination: 'c:x'}]\n", "warning 3: appspec.destination.windows[c:x]");
    }

    @Test
    void warnsOfAliasesAndReadsOnBehindThem() {
        String yaml = HEAD + "hooks:\n  BeforeInstall:\n    - &s\n      location: a.sh\n      timeout: 10\n"
                + "  AfterInstall:\n    - *s\n    - <<: *s\n      location: b.sh\n    - <<: [*s]\n      timeout: 20\n";
        assertEquals(Set.of("a.sh", "b.sh"), read(yaml).hookScripts());
        assertEquals(
                3,
                found(yaml).stream().filter(f -> f.endsWith("appspec.alias[s]")).count());
        assertFound(HEAD + "hooks:\n  BeforeInstall:\n    - <<: {location: a.sh}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "null", "~", "false"})
    void refusesAnEmptyOne(String text) {
        assertFound(text, "error 1: appspec.empty[]");
    }

    @Test
    void refusesWhatIsNotYaml() {
        assertFound("just words", "error 1: appspec.notMapping[AppSpec]");
        assertFound("- a\n- b\n", "error 1: appspec.notMapping[AppSpec]");
        assertBegins("version: 0.0\nos: [linux\nfiles:\n", "error 3: appspec.notYaml[");
        assertBegins("version: 0.0\n\tos: linux\n", "error 2: appspec.notYaml[");
        assertBegins(HEAD + "files:\n  -\tsource: a\n", "error 4: appspec.notYaml[found a tab where no tab can be");
        assertBegins(HEAD + "  files: x\n", "error 3: appspec.notYaml[mapping values are not allowed");
        assertBegins("version: \"0.0\nos: linux\n", "error 3: appspec.notYaml[found unexpected end of stream");
        assertBegins("version: 0.0\nos: \u0001\n", "error 2: appspec.notYaml[control character 0x01");
        assertBegins("a: *nowhere\n", "error 1: appspec.unknownAlias[nowhere]");
    }

    @Test
    void readsBytesAsTheyAre() {
        byte[] text = (HEAD + "# caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        assertBegins(text, "error 3: appspec.notYaml[it is not UTF-8");
        assertBegins(HEAD.getBytes(StandardCharsets.UTF_16), "error 1: appspec.notYaml[it is not UTF-8");
        assertBegins(HEAD.getBytes(StandardCharsets.UTF_16LE), "error 1: appspec.notYaml[control character 0x00");
        assertBegins((HEAD + "\0").getBytes(StandardCharsets.UTF_8), "error 3: appspec.notYaml[control character 0x00");
        assertBegins("\uFEFF" + HEAD, "error 1: appspec.byteOrderMark[]");
        assertBegins("\uFEFF# first a comment\n" + HEAD, "warning 1: appspec.byteOrderMark.unharmful[]");
        assertFound(HEAD + "# gr\u00f6\u00dfe \uD83D\uDE00\n");
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
        assertBegins(laughs.toString(), "error 26: appspec.tooManyAliases[");
        assertBegins("a: " + "[".repeat(90_000), "error 1: appspec.notYaml[collections are nested too deeply");
        assertBegins(HEAD + "a: " + "[".repeat(200), "error 3: appspec.tooDeep[]");
        assertBegins("a: " + "- ".repeat(90_000), "error 1: appspec.notYaml[");
        assertBegins("- ".repeat(90_000), "error 1: appspec.tooDeep[]");
        assertFound(HEAD + "#" + "x".repeat(1 << 20), "error 1: appspec.tooLong[]");
        assertBegins(HEAD + "hooks: &h\n  BeforeInstall: [*h]\n", "error 4: appspec.aliasOfItself[h]");
        assertTrue(found(HEAD + "x: 1\n".repeat(50_000)).size() < 200);
    }

    @Test
    void refusesAVersionOtherThanTheOnlyOne() {
        String rest = "os: linux\n";
        assertFound(rest, "error 1: appspec.noVersion[]");
        assertFound("version:\n" + rest, "error 1: appspec.noVersion[]");
        assertFound("version: 1.0\n" + rest, "error 1: appspec.version[1.0]");
        assertFound("version: 0.0.1\n" + rest, "error 1: appspec.version[0.0.1]");
        assertFound("version: '0.0'\n" + rest, "error 1: appspec.versionQuoted[]");
        assertBegins("version: [0.0]\n" + rest, "error 1: appspec.version[");
    }

    @Test
    void refusesAnotherOs() {
        assertFound("version: 0.0\n", "error 1: appspec.noOs[]");
        for (String os : List.of("Linux", "macos", "\"\"", "'linux '", ":linux", "[linux]")) {
            assertBegins("version: 0.0\nos: " + os + "\n", "error 2: appspec.notOneOf[os, ");
        }
    }

    @Test
    void warnsOfKeysThatAgentsIgnore() {
        assertFound(HEAD + "file: []\n", "warning 3: appspec.ignoredKey.near[file, files]");
        assertFound(HEAD + "Hooks:\n", "warning 3: appspec.ignoredKey.near[Hooks, hooks]");
        assertBegins(HEAD + "branch_config: {a: b}\n", "warning 3: appspec.ignoredKey[branch_config, ");
        assertBegins(HEAD + "hooks:\nAfterInstall: []\n", "warning 4: appspec.eventOutsideHooks[AfterInstall]");
        assertBegins(HEAD + "Resources: []\n", "warning 3: appspec.ignoredKey[Resources, ");
        assertFound(
                HEAD + "files:\n  - sorce: a\n    source: b\n    destination: /b\n    mode: 7\n",
                "warning 4: appspec.ignoredKey[sorce, destination, source]",
                "warning 7: appspec.ignoredKey[mode, destination, source]");
        assertBegins(HEAD + "os: linux\n", "warning 3: appspec.duplicateKey[os]");
    }

    @Test
    void sendsTheAppSpecOfLambdaAndEcsToAppSpecContent() {
        assertTrue(found(ServerlessAppSpecTest.LAMBDA).contains("error 2: appspec.serverless[]"));
    }

    @Test
    void refusesFilesThatCannotBeInstalled() {
        assertFound(HEAD + "files: /\n", "error 3: appspec.notList[files]");
        assertFound(HEAD + "files:\n  - /\n", "error 4: appspec.notMapping[files]");
        assertFound(HEAD + "files:\n  - source: a\n", "error 4: appspec.fileLacks[destination]");
        assertFound(HEAD + "files:\n\n  - destination: /b\n", "error 5: appspec.fileLacks[source]");
        assertBegins(HEAD + "files: [{source: a, destination: opt}]\n", "warning 3: appspec.destination[opt]");
        assertBegins(HEAD + "files: [{source: '', destination: /opt}]\n", "warning 3: appspec.emptyPath[source]");
        assertBegins(
                HEAD + "files: [{source: 2024, destination: /b}]\n", "warning 3: appspec.notString.1x[source, 2024]");
        assertFound(HEAD + "files: [{source: [a], destination: /b}]\n", "error 3: appspec.notText[source]");
        assertBegins(HEAD + "file_exists_behavior: KEEP\n", "error 3: appspec.notOneOf[file_exists_behavior, KEEP, ");
        assertBegins(HEAD + "file_exists_behavior: ''\n", "error 3: appspec.notOneOf[file_exists_behavior, , ");
    }

    @Test
    void warnsOfHooksThatNeverRun() {
        assertFound(
                hooks("AfterInstal", "a.sh", ""), "warning 4: appspec.unknownEvent.near[AfterInstal, AfterInstall]");
        assertBegins(hooks("Maintenance", "a.sh", ""), "warning 4: appspec.unknownEvent[Maintenance, ");
        assertBegins(hooks("AfterAllowTestTraffic", "a.sh", ""), "warning 4: appspec.unknownEvent");
        for (String event : List.of("Start", "DownloadBundle", "Install", "BlockTraffic", "AllowTraffic", "End")) {
            assertBegins(hooks(event, "a.sh", ""), "warning 4: appspec.eventWithoutScripts[" + event + "]");
            assertBegins(HEAD + "hooks:\n  " + event + ":\n", "warning 4: appspec.eventWithoutScripts[");
        }
    }

    @Test
    void refusesScriptsThatCannotRun() {
        assertFound(HEAD + "hooks: []\n", "error 3: appspec.notMapping[hooks]");
        assertBegins(HEAD + "hooks:\n  BeforeInstall: a.sh\n", "error 4: appspec.notList[BeforeInstall]");
        assertBegins(HEAD + "hooks:\n  BeforeInstall:\n    - a.sh\n", "error 5: appspec.notMapping[BeforeInstall]");
        assertFound(
                HEAD + "hooks:\n  BeforeInstall:\n    - timeout: 1\n",
                "error 5: appspec.scriptLacksLocation[BeforeInstall]");
        assertFound(hooks("BeforeInstall", "''", ""), "error 5: appspec.scriptLacksLocation[BeforeInstall]");
        for (String location :
                List.of("run me.sh", "a;b", "a&b", "a|b", "$HOME/a", "a(1).sh", "it's.sh", "a<b", "a`b`")) {
            assertBegins(
                    hooks("BeforeInstall", '"' + location + '"', ""),
                    "error 5: appspec.locationShell[" + location + ", BeforeInstall, ");
        }
        assertFound(hooks("BeforeInstall", "\" scripts/größe-1.0_b@c+d=e,f~.sh \"", ""));
        assertBegins(hooks("BeforeInstall", "a.sh", "runas: [a]"), "error 6: appspec.runas[]");
        assertFound(hooks("BeforeInstall", "a.sh", "runas: 1000"));
    }

    @Test
    void judgesTimeouts() {
        for (String timeout : List.of("0", "-1", "m5", "true", "[1]", "0.5")) {
            assertBegins(hooks("BeforeInstall", "a.sh", "timeout: " + timeout), "error 6: appspec.timeout[");
        }
        for (String timeout : List.of("5m", "1.5", "0300", "'60'", "300s", "5:00", "1_000")) {
            assertBegins(hooks("BeforeInstall", "a.sh", "timeout: " + timeout), "warning 6: appspec.timeoutForm[");
        }
        for (String timeout : List.of("3601", "99999999999", "7200")) {
            assertBegins(
                    hooks("BeforeInstall", "a.sh", "timeout: " + timeout), "warning 6: appspec.timeoutLong[" + timeout);
        }
        for (String timeout : List.of("1", "3600", "")) {
            assertFound(hooks("BeforeInstall", "a.sh", "timeout: " + timeout));
        }
        assertBegins(
                hooks("BeforeInstall", "a.sh", "timeout: 1801") + "    - location: b.sh\n      timeout: 1800\n",
                "warning 4: appspec.timeoutSum[BeforeInstall, 3601]");
        assertFound(hooks("BeforeInstall", "a.sh", "timeout: 3600") + "    - location: without-its-own.sh\n");
    }

    @Test
    void judgesModes() {
        for (String mode : List.of("888", "u+x", "0888", "'01777'", "07777777", "true", "0x1ED", "0o644", "7.5")) {
            assertBegins(permission("mode: " + mode), "error 5: appspec.mode[");
        }
        for (String mode : List.of("755", "4755", "'0755'", "7", "0", "00", "0007", "1777")) {
            assertFound(permission("mode: " + mode));
        }
        assertBegins(permission("mode: 0755"), "warning 5: appspec.modeOctal.refused[0755, 0493]");
        assertBegins(permission("mode: 0644"), "warning 5: appspec.modeOctal[0644, 0420]");
        assertBegins(permission("mode: ''"), "warning 5: appspec.modeEmpty[]");
        assertFound(permission("mode:"));
    }

    @Test
    void refusesPermissionsThatCannotBeSet() {
        assertFound(HEAD + "permissions:\n  - mode: 644\n", "error 4: appspec.permissionLacksObject[]");
        assertFound(permission("type: [file, link]"), "error 5: appspec.notOneOf[type, link, directory, file]");
        assertBegins(permission("type: file"), "error 5: appspec.notList[type]");
        assertBegins(permission("except: x"), "error 5: appspec.notList[except]");
        assertBegins(permission("acls: {a: b}"), "error 5: appspec.notList[acls]");
        assertFound(permission("acls: {}"), "warning 5: appspec.nothing[acls, {}]");
        for (String entry : List.of("x", "a:b:c", "d:d:u:7", "u:bob:8", "u:bob:rwz", "m:x:7", "o:bob:r", "a:b:c:d:e")) {
            assertBegins(permission("acls: ['" + entry + "']"), "error 5: appspec.acl[" + entry + "]");
        }
        for (String entry : List.of("u::rwx", "g::r", "o:r", "other:rwx", ":rw")) {
            assertBegins(permission("acls: ['" + entry + "']"), "error 5: appspec.aclBase[" + entry + "]");
        }
        for (String entry : List.of("u:bob:rw", "g:ops:r-x", "mask::rx", "d:u::7", "d:g:a:")) {
            assertFound(permission("acls: ['" + entry + "']"));
        }
        for (String entry : List.of("bob:7", "m:7", "default:o:r")) {
            assertFound(permission("acls: ['" + entry + "']"), "warning 5: appspec.aclShort[" + entry + "]");
        }
        assertBegins(permission("acls: [7]"), "error 5: appspec.aclNotText[7]");
        assertFound(permission("context: {range: s0}"), "error 5: appspec.contextLacksType[]");
        for (String range :
                List.of("high", "s0:c1024", "s3-s0", "s0:c5.c1", "s0:c1,c1", "s0:c0.c5,c3", "s0:", "S0", "7")) {
            assertBegins(
                    permission("context: {type: a, range: '" + range + "'}"),
                    "error 5: appspec.contextRange[" + range + "]");
        }
        for (String range : List.of("s0", "s0-s3", "s0:c1023", "s0-s0:c0.c5,c9", "s00-s01:c0001", "s0:c1,")) {
            assertFound(permission("context: {type: a, range: '" + range + "'}"));
        }
        assertBegins(permission("context: {user: a, type: b, range: s0}"), "warning 5: appspec.contextUser[]");
        assertFound(WINDOWS + "permissions:\n  - object: c:\\a\n", "error 3: appspec.permissionsOnWindows[]");
        assertFound(WINDOWS + "permissions: []\n");
    }

    @Test
    void tellsEverythingInTheOrderOfItsLines() {
        assertFound(
                "version: 1\nhooks:\n  Install:\n    - location: a\nfiles:\n  - source: a\n",
                "error 1: appspec.version[1]",
                "error 1: appspec.noOs[]",
                "warning 3: appspec.eventWithoutScripts[Install]",
                "error 6: appspec.fileLacks[destination]");
    }

    @Test
    void textsOfUntrustedFilesAreNoFormats() {
        assertBegins(HEAD + "hooks:\n  \"{0}'{1\": []\n", "warning 4: appspec.unknownEvent[{0}'{1, ");
    }

    private static String hooks(String event, String location, String more) {
        return HEAD + "hooks:\n  " + event + ":\n    - location: " + location + "\n      " + more + "\n";
    }

    private static String permission(String more) {
        return HEAD + "permissions:\n  - object: /opt/app\n    " + more + "\n";
    }

    private static AppSpec read(String yaml) {
        return new ServerAppSpec(new Findings()).read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> found(String yaml) {
        return found(yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> found(byte[] yaml) {
        Findings findings = new Findings();
        new ServerAppSpec(findings).read(yaml);
        return findings.inOrder().stream().map(AppSpecTest::told).toList();
    }

    private static String told(Finding finding) {
        return (finding.isError() ? "error " : "warning ") + finding.line() + ": "
                + finding.text().code() + finding.text().args();
    }

    private static void assertFound(String yaml, String... findings) {
        assertEquals(List.of(findings), found(yaml), yaml.length() < 1000 ? yaml : "");
    }

    private static void assertBegins(String yaml, String beginning) {
        assertBegins(yaml.getBytes(StandardCharsets.UTF_8), beginning);
    }

    private static void assertBegins(byte[] yaml, String beginning) {
        List<String> found = found(yaml);
        assertTrue(found.stream().anyMatch(f -> f.startsWith(beginning)), () -> beginning + " in " + found);
    }
}
