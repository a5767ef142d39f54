package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * The first document of a YAML text, JSON among them, as the instance agent's Ruby reads it. What aliases name is
 * shared, never copied.
 */
final class YamlReader {
    static final int MAX_LENGTH = 1 << 20;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_ALIASES = 200;
    private static final String TAG = "tag:yaml.org,2002:";
    private static final Pattern STRING_TAG = Pattern.compile("!|(!|" + TAG + ")(str|binary)|!ruby/string");
    /** Those that would make Ruby objects, which it does not do for an AppSpec. */
    private static final Pattern REFUSED_OF_SCALARS =
            Pattern.compile("!(ruby/object:(BigDecimal|DateTime|Complex|Rational)"
                    + "|ruby/(class|module|regexp|range)|(str|ruby/string):.+)");

    private static final Pattern REFUSED_OF_LISTS = Pattern.compile("!(seq|ruby/array):.+");
    private static final Pattern REFUSED_OF_MAPPINGS = Pattern.compile("(!|" + TAG + ")(set|omap)|!map:.+"
            + "|!ruby/(struct|object(?!:Hash$)|array:|range|exception|hash:|marshalable:).*");

    private final Findings findings;
    private final Map<String, Value> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final ParserImpl events;
    private int depth;
    private int aliases;

    /** Ends the reading after the reason has been noted. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refusal() {
            super(null, null, false, false);
        }
    }

    private YamlReader(Findings findings, byte[] text) {
        this.findings = findings;
        events = new ParserImpl(new LibyamlScanner(new TextCursor(text)));
    }

    /** Null after noting why it cannot be read, or that there is nothing to read. */
    @CheckForNull
    static Value.Mapping document(@NonNull Findings findings, @NonNull byte[] text) {
        if (text.length > MAX_LENGTH) {
            findings.refuse(1, "appspec.tooLong");
            return null;
        }
        try {
            return new YamlReader(findings, text).root();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            findings.refuse(line, "appspec.notYaml", e.getProblem());
        } catch (Refusal e) {
            return null;
        }
        return null;
    }

    @CheckForNull
    private Value.Mapping root() {
        events.getEvent();
        if (!events.checkEvent(Event.ID.DocumentStart)) {
            findings.refuse(1, "appspec.empty");
            return null;
        }
        events.getEvent();
        Value root = node();
        events.getEvent();
        if (!isLast()) {
            findings.warn(1, "appspec.severalDocuments");
        }
        if (root.isFalsy()) {
            findings.refuse(1, "appspec.empty");
        } else if (root.mapping() == null) {
            findings.refuse(root.line(), "appspec.notMapping", "AppSpec");
        }
        return root.mapping();
    }

    /** Agents 1.x read no further, whatever follows. */
    private boolean isLast() {
        try {
            return events.checkEvent(Event.ID.StreamEnd);
        } catch (MarkedYAMLException e) {
            return false;
        }
    }

    private Value node() {
        Event event = events.getEvent();
        int line = event.getStartMark().getLine() + 1;
        if (event instanceof AliasEvent alias) {
            return alias(line, alias.getAnchor());
        }
        if (++depth > MAX_DEPTH) {
            throw refuse(line, "appspec.tooDeep");
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            open.add(anchor);
        }
        Value value = event instanceof ScalarEvent scalar
                ? scalar(line, scalar)
                : event instanceof SequenceStartEvent sequence
                        ? list(line, sequence.getTag())
                        : mapping(line, ((MappingStartEvent) event).getTag());
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, value);
        }
        depth--;
        return value;
    }

    private Value alias(int line, String name) {
        Value value = anchors.get(name);
        if (value == null || open.contains(name) || ++aliases > MAX_ALIASES) {
            String code = value == null ? "appspec.unknownAlias" : "appspec.tooManyAliases";
            throw refuse(line, open.contains(name) ? "appspec.aliasOfItself" : code, name);
        }
        findings.warn(line, "appspec.alias", name);
        return value.at(line);
    }

    private Value scalar(int line, ScalarEvent event) {
        String text = event.getValue();
        String tag = event.getTag();
        if (!event.isPlain() || tag != null && STRING_TAG.matcher(tag).matches()) {
            return new Value(line, text, text);
        }
        refuse(line, tag, REFUSED_OF_SCALARS);
        Object it = RubyScalar.of(text);
        if (tag != null && tag.matches("!float|" + TAG + "float")) {
            it = it instanceof Number number ? (Object) number.doubleValue() : it;
        }
        if (it == RubyScalar.Refused.DATE) {
            findings.warn(line, "appspec.date", text);
            it = text;
        }
        return new Value(line, text, it);
    }

    private Value list(int line, @CheckForNull String tag) {
        refuse(line, tag, REFUSED_OF_LISTS);
        List<Value> values = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            values.add(node());
        }
        events.getEvent();
        return new Value(line, "", Collections.unmodifiableList(values));
    }

    private Value mapping(int line, @CheckForNull String tag) {
        refuse(line, tag, REFUSED_OF_MAPPINGS);
        Map<Object, Value> values = new LinkedHashMap<>();
        Map<Integer, String> repeated = new TreeMap<>();
        Set<String> own = new HashSet<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Value key = node();
            Value value = node().at(key.line());
            Object name = key.isString() ? key.it() : new Object();
            if ("<<".equals(name) && merge(value, values)) {
                continue;
            }
            values.put(name, value);
            if (key.isScalar() && !own.add(key.text())) {
                repeated.put(key.line(), key.text());
            }
        }
        events.getEvent();
        return new Value(line, "", new Value.Mapping(values, repeated));
    }

    /** What is merged replaces what came before it, as Ruby has it; of a list the first counts most. */
    private static boolean merge(Value value, Map<Object, Value> into) {
        List<Value> list = value.list();
        List<Value.Mapping> sources = (list == null ? List.of(value) : list)
                .stream().map(Value::mapping).collect(Collectors.toCollection(ArrayList::new));
        if (sources.contains(null)) {
            return false;
        }
        Collections.reverse(sources);
        sources.forEach(source -> into.putAll(source.values()));
        return true;
    }

    private void refuse(int line, @CheckForNull String tag, Pattern refused) {
        if (tag != null && refused.matcher(tag).matches()) {
            throw refuse(line, "appspec.rubyTag", tag);
        }
    }

    private Refusal refuse(int line, String code, Object... args) {
        findings.refuse(line, code, args);
        return new Refusal();
    }
}
