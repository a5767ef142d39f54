package io.jenkins.plugins.codedeploy.simulator.instance;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads a file's first document as Ruby 3.1's YAML library does for the agent: no aliases, no dates, YAML 1.1's
 * numbers, the last of two equal keys.
 */
final class AgentYaml {
    private static final String STANDARD = "tag:yaml.org,2002:";
    private final Iterator<Event> events;

    private AgentYaml(List<Event> events) {
        this.events = events.iterator();
    }

    /** @return null for an empty document */
    @CheckForNull
    static Object read(@NonNull byte[] file) throws AgentFailure {
        List<Event> events = events(decoded(file));
        return events.isEmpty() ? null : new AgentYaml(events).value();
    }

    private static String decoded(byte[] file) throws AgentFailure {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AgentFailure("(<unknown>): invalid leading UTF-8 octet at line 1 column 1");
        }
        // libyaml skips a byte order mark, but counts its column.
        return text.startsWith("\ufeff") ? " " + text.substring(1) : text;
    }

    /** Up to the end of the first document: what follows it is never looked at. */
    private static List<Event> events(String text) throws AgentFailure {
        List<Event> events = new ArrayList<>();
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(LibYaml.adapted(text)), new LoaderOptions());
            while (parser.peekEvent() != null && !(parser.peekEvent() instanceof DocumentEndEvent)) {
                Event event = parser.getEvent();
                if (event instanceof DocumentStartEvent || event instanceof StreamStartEvent) {
                    continue;
                }
                if (event.is(Event.ID.StreamEnd)) {
                    break;
                }
                events.add(event);
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String place = mark == null ? "" : " at line " + (mark.getLine() + 1) + " column " + (mark.getColumn() + 1);
            throw new AgentFailure("(<unknown>): " + e.getProblem() + place);
        } catch (YAMLException e) {
            throw new AgentFailure("(<unknown>): control characters are not allowed at line 1 column 1");
        }
        return events;
    }

    @CheckForNull
    private Object value() throws AgentFailure {
        return value(events.next());
    }

    @CheckForNull
    private Object value(Event event) throws AgentFailure {
        if (event instanceof AliasEvent alias) {
            throw new AgentFailure("Unknown alias: " + alias.getAnchor());
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        if (event instanceof SequenceStartEvent sequence) {
            refuse(sequence.getTag());
            List<Object> list = new ArrayList<>();
            for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
                list.add(value(next));
            }
            return list;
        }
        String tag = ((MappingStartEvent) event).getTag();
        if ("!str".equals(tag) || (STANDARD + "str").equals(tag)) {
            throw new AgentFailure("can't modify frozen NilClass: nil");
        }
        refuse(tag);
        return mapping();
    }

    private Map<Object, Object> mapping() throws AgentFailure {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
            Object key = value(next);
            Object value = value();
            if ("<<".equals(key) && value instanceof Map<?, ?> merged) {
                map.putAll(merged);
            } else if ("<<".equals(key)
                    && value instanceof List<?> all
                    && all.stream().allMatch(Map.class::isInstance)) {
                all.forEach(one -> map.putAll((Map<?, ?>) one));
            } else {
                map.put(key, value);
            }
        }
        return map;
    }

    @CheckForNull
    private static Object scalar(ScalarEvent scalar) throws AgentFailure {
        String tag = scalar.getTag();
        if (!scalar.isPlain() && (tag == null || tag.equals("!"))) {
            return scalar.getValue();
        }
        if (tag == null || tag.equals("!")) {
            return YamlScalar.value(scalar.getValue());
        }
        if (tag.equals("!str") || tag.equals(STANDARD + "str")) {
            return scalar.getValue();
        }
        if (tag.equals("!binary") || tag.equals(STANDARD + "binary")) {
            return new String(Base64.getMimeDecoder().decode(scalar.getValue()), StandardCharsets.UTF_8);
        }
        refuse(tag);
        return YamlScalar.value(scalar.getValue());
    }

    private static void refuse(@CheckForNull String tag) throws AgentFailure {
        if (tag != null && tag.startsWith("!ruby/") && !tag.startsWith("!ruby/sym")) {
            throw YamlScalar.disallowed(tag.substring(tag.indexOf(':') + 1));
        }
        if (tag != null && (tag.equals(STANDARD + "set") || tag.equals("!set"))) {
            throw YamlScalar.disallowed("Psych::Set");
        }
    }
}
