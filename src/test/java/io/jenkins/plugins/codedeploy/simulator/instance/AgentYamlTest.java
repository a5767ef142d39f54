package io.jenkins.plugins.codedeploy.simulator.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What agent 1.8.1's reader, Ruby 3.1 with libyaml, was seen to do with the same texts. */
class AgentYamlTest {
    private static Object read(String yaml) throws AgentFailure {
        return AgentYaml.read(yaml.replace("<TAB>", "\t").replace("<NL>", "\n").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b<TAB># c",
                "a:<TAB>b",
                "a: b<TAB>",
                "a<TAB>: b",
                "a: b <TAB> <NL>",
                "a: b<NL>  <TAB><NL>",
                "a: 'b'<TAB># c",
                "a: !!str<TAB>b",
                "{<NL><TAB>a: b<NL>}",
                "{<NL><TAB><NL>a: b<NL> <TAB><NL>}",
                "a: b<NL>...<NL>%FOO",
                "{a:<TAB>b}",
            })
    void tabsSeparate(String yaml) throws Exception {
        assertEquals(Map.of("a", "b"), read(yaml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b<NL><TAB><NL>",
                "---<NL><TAB><NL>a: b",
                "a: b<NL><TAB>c: d",
                "a:<NL><TAB>- b",
                "a:<NL>  -<TAB>b: c",
                "a: |<NL>  <TAB>b",
                "a: b<NL><TAB>c",
            })
    void tabsDoNotIndent(String yaml) {
        AgentFailure refused = assertThrows(AgentFailure.class, () -> read(yaml));
        assertTrue(refused.getMessage().startsWith("(<unknown>): "), refused.getMessage());
    }

    @Test
    void tabsInScalarsStay() throws Exception {
        assertEquals(Map.of("a", "b\tc"), read("a: b<TAB>c"));
        assertEquals(Map.of("a", "b\tc"), read("a: 'b<TAB>c'"));
        assertEquals(Map.of("a", "b\tc\n\td"), read("a: |<NL>  b<TAB>c<NL>  <TAB>d"));
        assertEquals(Map.of("a", "b c"), read("a: b<NL>  <TAB>c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0644|420",
                "0o644|0o644",
                "08|08",
                "1_000|1000",
                "1,000|1000",
                "1:30|5400",
                "0x10|16",
                "0e0|0e0",
                ".5|0.5",
                "yes|true",
                "OFF|false",
                "2020-13-45|2020-13-45",
                ":a|a",
            })
    void scalarsAreThoseOfRuby(String yaml, String value) throws Exception {
        assertEquals(value, Ruby.text(((Map<?, ?>) read("a: " + yaml)).get("a")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: &x 1<NL>b: *x|Unknown alias: x",
                "a: 2020-01-01|Tried to load unspecified class: Date",
                "a: 2020-01-01 10:00:00|Tried to load unspecified class: Time",
                "a: !ruby/object:Object {}|Tried to load unspecified class: Object",
                "%FOO<NL>---<NL>a: b|(<unknown>): found unknown directive name",
            })
    void whatItsReaderDoesNotLoadIsRefused(String yaml, String message) {
        assertEquals(message, assertThrows(AgentFailure.class, () -> read(yaml)).getMessage());
    }

    @Test
    void theLastOfTwoEqualKeysCounts() throws Exception {
        assertEquals(Map.of("a", "2nd"), read("a: 1st<NL>a: 2nd"));
    }

    @Test
    void whatFollowsTheFirstDocumentIsNotLookedAt() throws Exception {
        assertEquals(Map.of("a", "b"), read("a: b<NL>---<NL>[broken"));
    }

    @Test
    void aByteOrderMarkShiftsTheFirstKeyAndHidesTheOthers() throws Exception {
        assertEquals(Map.of("version", 0.0), read("\ufeffversion: 0.0<NL>os: linux"));
        assertEquals(Map.of("a", List.of()), read("\ufeff# comment<NL>a: []"));
    }

    @Test
    void anotherEncodingIsRefused() {
        byte[] latin = "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(AgentFailure.class, () -> AgentYaml.read(latin));
        assertThrows(AgentFailure.class, () -> AgentYaml.read("a: b".getBytes(StandardCharsets.UTF_16)));
    }
}
