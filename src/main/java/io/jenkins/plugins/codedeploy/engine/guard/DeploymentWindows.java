package io.jenkins.plugins.codedeploy.engine.guard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * When deployments may begin. One line each:
 *
 * <pre>
 * Mon-Thu 08:00-16:00
 * Sat,Sun 22:00-02:00                            begins on these days and ends on the next
 * freeze 2026-12-20..2027-01-06 Christmas        both days included
 * freeze 2026-03-01T18:00..2026-03-02T06:00 Move of the data center
 * </pre>
 *
 * <p>Without a line of days and hours, any time is allowed but that of a freeze. Hours are wall-clock times of the time
 * zone, also where it changes to or from daylight saving time.
 */
public final class DeploymentWindows {
    private static final String FIELD = "windows";
    private static final int MOST_LINES = 100;
    private static final int LONGEST_LINE = 200;
    private static final Pattern HOURS = Pattern.compile("(\\S+)\\s+(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})");
    private static final Pattern FREEZE =
            Pattern.compile("(?i)freeze\\s+([\\dT:-]+)\\s*\\.\\.\\s*([\\dT:-]+)(?:\\s+(.*))?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm zzz", Locale.ENGLISH);
    private static final List<String> DAYS = Stream.of(DayOfWeek.values())
            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
            .toList();
    private static final int WEEK = 7;

    private record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {}

    /** @param to exclusive */
    private record Freeze(LocalDateTime from, LocalDateTime to, String reason) {}

    private final ZoneId zone;
    private final List<Hours> open = new ArrayList<>();
    private final List<Freeze> freezes = new ArrayList<>();

    private DeploymentWindows(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * @param lines null or blank for none
     * @param timeZone such as {@code Europe/Berlin}; null for UTC
     * @return null where there are no lines
     * @throws InvalidInputException for {@code windows} or {@code timeZone}
     */
    @CheckForNull
    public static DeploymentWindows parse(@CheckForNull String lines, @CheckForNull String timeZone) {
        DeploymentWindows windows = new DeploymentWindows(zone(timeZone));
        List<String> given = lines == null
                ? List.of()
                : lines.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
        if (given.size() > MOST_LINES) {
            throw new InvalidInputException(FIELD, Text.of("guard.windows.many", given.size(), MOST_LINES));
        }
        given.forEach(windows::add);
        return given.isEmpty() ? null : windows;
    }

    private static ZoneId zone(@CheckForNull String timeZone) {
        try {
            return timeZone == null || timeZone.isBlank() ? ZoneId.of("UTC") : ZoneId.of(timeZone.strip());
        } catch (DateTimeException e) {
            throw new InvalidInputException("timeZone", Text.of("guard.zone", timeZone));
        }
    }

    private void add(String line) {
        Matcher hours = HOURS.matcher(line);
        Matcher freeze = FREEZE.matcher(line);
        try {
            if (line.length() > LONGEST_LINE) {
                throw malformed(line);
            } else if (freeze.matches()) {
                LocalDateTime from = moment(freeze.group(1), 0);
                LocalDateTime to = moment(freeze.group(2), 1);
                if (!from.isBefore(to)) {
                    throw new InvalidInputException(FIELD, Text.of("guard.windows.backwards", line));
                }
                freezes.add(new Freeze(from, to, Objects.requireNonNullElse(freeze.group(3), "")));
            } else if (hours.matches()) {
                open.add(new Hours(days(line, hours.group(1)), time(hours.group(2)), time(hours.group(3))));
            } else {
                throw malformed(line);
            }
        } catch (DateTimeException e) {
            throw malformed(line);
        }
    }

    private static InvalidInputException malformed(String line) {
        return new InvalidInputException(FIELD, Text.of("guard.windows.line", line));
    }

    private static LocalTime time(String text) {
        return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text, TIME);
    }

    /** @param days added to a day without a time: the last one belongs to the freeze */
    private static LocalDateTime moment(String text, int days) {
        return text.contains("T")
                ? LocalDateTime.parse(text)
                : LocalDate.parse(text).plusDays(days).atStartOfDay();
    }

    private static Set<DayOfWeek> days(String line, String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (text.equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            int from = day(line, ends[0]);
            int to = ends.length == 1 ? from : day(line, ends[1]);
            if (ends.length > 2) {
                throw malformed(line);
            }
            for (int day = from; ; day = (day + 1) % WEEK) {
                days.add(DayOfWeek.of(day + 1));
                if (day == to) {
                    break;
                }
            }
        }
        return days;
    }

    private static int day(String line, String name) {
        int day = name.length() < 3 ? -1 : DAYS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT));
        if (day < 0
                || !DayOfWeek.of(day + 1).name().toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT))) {
            throw malformed(line);
        }
        return day;
    }

    /** Returns why no deployment may begin now; null if one may. */
    @CheckForNull
    public Text closed(@NonNull Instant now) {
        ZonedDateTime here = now.atZone(zone);
        for (Freeze freeze : freezes) {
            if (!here.isBefore(freeze.from.atZone(zone)) && here.isBefore(freeze.to.atZone(zone))) {
                String until = SHOWN.format(freeze.to.atZone(zone));
                return freeze.reason.isEmpty()
                        ? Text.of("guard.frozen", until)
                        : Text.of("guard.frozen.reason", until, freeze.reason);
            }
        }
        if (open.isEmpty() || starts(here, -1, 0).anyMatch(span -> span.holds(here))) {
            return null;
        }
        return starts(here, 0, WEEK)
                .map(Span::from)
                .filter(here::isBefore)
                .min(Comparator.naturalOrder())
                .map(next -> Text.of("guard.closed", SHOWN.format(next)))
                .orElseGet(() -> Text.of("guard.closed.always"));
    }

    private record Span(ZonedDateTime from, ZonedDateTime to) {
        boolean holds(ZonedDateTime time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    /** The windows that begin on the days around one. */
    private Stream<Span> starts(ZonedDateTime around, int firstDay, int lastDay) {
        List<Span> spans = new ArrayList<>();
        for (int offset = firstDay; offset <= lastDay; offset++) {
            LocalDate day = around.toLocalDate().plusDays(offset);
            for (Hours hours : open) {
                if (hours.days.contains(day.getDayOfWeek())) {
                    LocalDate last = hours.to.isAfter(hours.from) ? day : day.plusDays(1);
                    spans.add(new Span(
                            day.atTime(hours.from).atZone(zone),
                            last.atTime(hours.to).atZone(zone)));
                }
            }
        }
        return spans.stream();
    }
}
