package io.jenkins.plugins.codedeploy.simulator.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppSpecReaderTest {
    private static final String HEAD = "version: 0.0\nos: linux\n";

    private static AppSpecFile read(String yaml) throws AgentFailure {
        return AppSpecReader.read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|the application specification file was empty",
                "os: linux|an invalid version value () was entered",
                "{version: '0.0', os: linux}|an invalid version value (0.0) was entered",
                "{version: 0.0, os: beos}|an unsupported operating system (beos)",
                "{version: 0.0, os: linux, files: [{destination: /a}]}|specifies a destination file, but no source file",
                "{version: 0.0, os: linux, files: [{source: a}]}|specifies only a source file (a)",
                "{version: 0.0, os: linux, hooks: {Install: [{timeout: 3}]}}|a script with no location value",
                "{version: 0.0, os: linux, hooks: {X: [{location: a, timeout: no1}]}}|an invalid timeout value",
                "{version: 0.0, os: linux, hooks: {X: [{location: a, timeout: -1}]}}|an invalid timeout value",
                "{version: 0.0, os: linux, permissions: [{mode: 644}]}|has no object value",
                "{version: 0.0, os: linux, permissions: [{object: /a, mode: 64444}]}|the length of a permissions mode",
                "{version: 0.0, os: linux, permissions: [{object: /a, mode: 689}]}|invalid character (8)",
                "{version: 0.0, os: linux, permissions: [{object: /a, type: [link]}]}|not supported for permissions (link)",
                "{version: 0.0, os: linux, file_exists_behavior: ASK}|invalid file_exists_behavior value (ASK)",
                "{version: 0.0|at line 1 column",
                "plain|an invalid version value () was entered",
                "[a]|no implicit conversion of String into Integer",
                "{version: 0.0, os: linux, hooks: [a]}|undefined method `each_pair' for [\"a\"]:Array",
            })
    void refusesInTheAgentsWords(String yaml, String words) {
        AgentFailure failure = assertThrows(AgentFailure.class, () -> read(yaml));
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @Test
    void readsScriptsWithTheirTimes() throws Exception {
        AppSpecFile spec = read(HEAD + """
                hooks:
                  BeforeInstall:
                    - location: ' a.sh '
                    - location: b.sh
                      timeout: "300"
                      runas: root
                  AfterInstall:
                """);
        assertEquals(
                List.of(new AppSpecFile.Script("a.sh", null, 3600), new AppSpecFile.Script("b.sh", "root", 300)),
                spec.scripts("BeforeInstall"));
        assertEquals(List.of(), spec.scripts("AfterInstall"));
        assertEquals(List.of(), spec.scripts("Unknown"));
    }

    @Test
    void takesAnIntegerZeroForTheVersionAsRubyDoes() throws Exception {
        assertEquals(List.of(), read("{version: 0, os: linux}").files());
    }
}
