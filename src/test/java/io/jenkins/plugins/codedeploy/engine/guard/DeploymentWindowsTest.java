package io.jenkins.plugins.codedeploy.engine.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentWindowsTest {
    private static final String ZONE = "Europe/Berlin";

    private static Text closed(String lines, String localTime) {
        return DeploymentWindows.parse(lines, ZONE)
                .closed(LocalDateTime.parse(localTime).atZone(ZoneId.of(ZONE)).toInstant());
    }

    /** The 26th of November 2026 is a Thursday. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Mon-Thu 08:00-16:00; 2026-11-26T08:00; true",
                "Mon-Thu 08:00-16:00; 2026-11-26T15:59; true",
                "Mon-Thu 08:00-16:00; 2026-11-26T16:00; false",
                "Mon-Thu 8:00 - 16:00; 2026-11-27T09:00; false",
                "thursday 08:00-24:00; 2026-11-26T23:59; true",
                "Mon,Thu,Sat 00:00-24:00; 2026-11-27T00:00; false",
                "Fri-Mon 08:00-16:00; 2026-11-29T12:00; true",
                "Fri-Mon 08:00-16:00; 2026-11-26T12:00; false",
                "Thu 22:00-02:00; 2026-11-27T01:59; true",
                "Thu 22:00-02:00; 2026-11-26T01:00; false",
                "daily 00:00-24:00; 2026-11-26T03:00; true",
                "freeze 2026-12-20..2027-01-06 Christmas; 2026-12-19T23:59; true",
                "freeze 2026-12-20..2027-01-06 Christmas; 2027-01-06T23:59; false",
                "freeze 2026-12-20..2027-01-06; 2027-01-07T00:00; true",
                "freeze 2026-03-01T18:00..2026-03-02T06:00 Move; 2026-03-02T06:00; true",
                // the night of the change to winter time has 02:30 twice, that to summer time never
                "Sun 02:00-03:00; 2026-10-25T02:30; true",
                "Sun 02:00-03:00; 2026-03-29T03:00; false",
            })
    void isOpenExactlyWithin(String line, String time, boolean open) {
        assertEquals(open, closed(line, time) == null, () -> line + " at " + time);
    }

    @Test
    void aFreezeIsStrongerThanHoursAndSaysWhyAndUntilWhen() {
        Text frozen = closed("daily 00:00-24:00\n\n freeze 2026-12-20..2027-01-06 Christmas ", "2026-12-24T12:00");
        assertEquals("guard.frozen.reason", frozen.code());
        assertEquals("Thu 2027-01-07 00:00 CET", frozen.args().get(0));
        assertEquals("Christmas", frozen.args().get(1));
    }

    @Test
    void saysWhenTheNextWindowOpens() {
        Text closed = closed("Mon-Thu 08:00-16:00", "2026-11-26T16:00");
        assertEquals("Mon 2026-11-30 08:00 CET", closed.args().get(0));
        assertEquals(
                "Thu 2026-11-26 08:00 CET",
                closed("Thu 08:00-16:00", "2026-11-26T07:00").args().get(0));
    }

    @Test
    void noLinesAreNoWindows() {
        assertNull(DeploymentWindows.parse(null, null));
        assertNull(DeploymentWindows.parse(" \n ", "UTC"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08:00-16:00",
                "Mon-Thu",
                "Mo-Do 08:00-16:00",
                "Mon-Tue-Wed 08:00-16:00",
                "Mon 8-16",
                "Mon 25:00-26:00",
                "Monkey 08:00-09:00",
                "freeze 2026-12-20",
                "freeze 2026-02-30..2026-03-01",
                "freeze 2027-01-06..2026-12-20"
            })
    void refusesWhatItDoesNotUnderstand(String line) {
        assertEquals(
                "windows",
                assertThrows(InvalidInputException.class, () -> DeploymentWindows.parse(line, ZONE))
                        .field());
    }

    @Test
    void refusesAnUnknownTimeZone() {
        assertEquals(
                "timeZone",
                assertThrows(InvalidInputException.class, () -> DeploymentWindows.parse("daily 1:00-2:00", "Bavaria"))
                        .field());
    }
}
