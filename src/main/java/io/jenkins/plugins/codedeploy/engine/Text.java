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
import java.util.stream.Stream;

/**
 * A message to a person, not yet in a language: a code and its arguments. An agent makes and sends codes; whoever
 * faces the person renders them. The code's part before the first dot names the room, whose {@code Texts.properties}
 * has the words: {@code bundle.linkLeavesSource} is found in {@code engine/bundle/Texts.properties},
 * {@code engine.badRegion} in {@code engine/Texts.properties}.
 *
 * <p>Arguments may be untrusted text (from a workspace, an instance or AWS). Each is rendered as {@link SingleLine}, so
 * that none begins a line of its own in a log or steers a terminal. Whoever shows a rendered text as HTML escapes it.
 */
public final class Text implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String ROOT = "engine";
    private static final Pattern FIELD = Pattern.compile("\\[\\[(\\w+)(?:=([^]]*+))?]]");

    private final String code;
    private final String[] args;

    private Text(String code, String[] args) {
        this.code = code;
        this.args = args;
    }

    /** @param args rendered with {@link String#valueOf(Object)}, so numbers stay free of a locale's separators */
    public static Text of(@NonNull String code, Object... args) {
        return new Text(
                code,
                Stream.of(args)
                        .map(arg -> arg instanceof Text text ? text.unresolved(Locale.ROOT) : String.valueOf(arg))
                        .toArray(String[]::new));
    }

    @NonNull
    public String code() {
        return code;
    }

    @NonNull
    public List<String> args() {
        return List.of(args);
    }

    /** The words in the given language, or in English where there is no translation. */
    @NonNull
    public String in(Locale locale) {
        return in(Language.of(locale));
    }

    /** Likewise, with the front end's names of fields. */
    @NonNull
    public String in(Language language) {
        FieldNames fields = language.fields();
        return FIELD.matcher(unresolved(language.locale()))
                .replaceAll(ref -> Matcher.quoteReplacement(
                        ref.group(2) == null ? fields.name(ref.group(1)) : fields.setting(ref.group(1), ref.group(2))));
    }

    /** With references to fields as they are. */
    private String unresolved(Locale locale) {
        String room = code.substring(0, code.indexOf('.'));
        String home = Text.class.getPackageName() + (room.equals(ROOT) ? "" : "." + room);
        ResourceBundle words = ResourceBundle.getBundle(
                home + ".Texts",
                locale,
                Text.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(words.getString(code), Locale.ROOT)
                .format(Stream.of(args).map(SingleLine::of).toArray());
    }

    /** What comes from an agent may be made up. */
    @Serial
    private Object readResolve() throws InvalidObjectException {
        if (code == null
                || code.indexOf('.') < 1
                || args == null
                || Stream.of(args).anyMatch(Objects::isNull)) {
            throw new InvalidObjectException("not a text");
        }
        return this;
    }

    /** The words in English. */
    @Override
    public String toString() {
        return in(Locale.ROOT);
    }
}
