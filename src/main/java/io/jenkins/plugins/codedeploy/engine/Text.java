package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A localizable message: a code and its arguments. Agents create and send texts; the front end renders them in the
 * user's language. The part of the code before the first dot names the package whose {@code Texts.properties} contains
 * the message: {@code bundle.linkLeavesSource} is in {@code engine/bundle/Texts.properties}, {@code engine.region} is
 * in {@code engine/Texts.properties}.
 *
 * <p>Arguments may be untrusted (from a workspace, an instance or AWS). Each is rendered as a {@link SingleLine}, so
 * that it can neither begin a new log line nor send control sequences to a terminal. Code that shows a text as HTML
 * must escape it.
 */
public final class Text implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String ROOT = "engine";
    private static final Pattern FIELD = Pattern.compile("\\[\\[(\\w+)(?:=([^]]*+))?]]");

    private final String code;
    private final String[] args;
    private final Text[] items;

    private Text(String code, String[] args, Text... items) {
        this.code = code;
        this.args = args;
        this.items = items;
    }

    /** @param args converted with {@link String#valueOf(Object)}, so that numbers have no separators */
    public static Text of(@NonNull String code, Object... args) {
        return new Text(
                code,
                Stream.of(args)
                        .map(arg -> arg instanceof Text text ? text.unresolved(Locale.ROOT) : String.valueOf(arg))
                        .toArray(String[]::new));
    }

    /** Returns this text followed by the items, each on a line of its own. */
    @NonNull
    public Text withItems(@NonNull List<Text> all) {
        return new Text(code, args, all.toArray(Text[]::new));
    }

    @NonNull
    public String code() {
        return code;
    }

    @NonNull
    public List<String> args() {
        return List.of(args);
    }

    /** Renders this text in the given language, or in English if there is no translation. */
    @NonNull
    public String in(Locale locale) {
        return in(Language.of(locale));
    }

    /** Renders this text in the given language, with the front end's names of fields. */
    @NonNull
    public String in(Language language) {
        return Stream.concat(
                        Stream.of(resolved(language)),
                        Stream.of(items).map(item -> "- " + SingleLine.of(item.resolved(language))))
                .collect(Collectors.joining("\n"));
    }

    private String resolved(Language language) {
        FieldNames fields = language.fields();
        return FIELD.matcher(unresolved(language.locale()))
                .replaceAll(ref -> Matcher.quoteReplacement(
                        ref.group(2) == null ? fields.name(ref.group(1)) : fields.setting(ref.group(1), ref.group(2))));
    }

    /** Renders this text without replacing references to fields. */
    private String unresolved(Locale locale) {
        String pack = code.substring(0, code.indexOf('.'));
        String home = Text.class.getPackageName() + (pack.equals(ROOT) ? "" : "." + pack);
        ResourceBundle words = ResourceBundle.getBundle(
                home + ".Texts",
                locale,
                Text.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(words.getString(code), Locale.ROOT)
                .format(Stream.of(args).map(SingleLine::of).toArray());
    }

    /** Rejects invalid objects: an agent may send anything. */
    @Serial
    private Object readResolve() throws InvalidObjectException {
        if (code == null
                || code.indexOf('.') < 1
                || args == null
                || items == null
                || Stream.concat(Stream.of(args), Stream.of(items)).anyMatch(Objects::isNull)) {
            throw new InvalidObjectException("not a text");
        }
        return this;
    }

    /** Renders this text in English. */
    @Override
    public String toString() {
        return in(Locale.ROOT);
    }
}
