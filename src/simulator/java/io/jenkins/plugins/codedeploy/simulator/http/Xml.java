package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.nio.charset.StandardCharsets;

/** Writes a document, element by element. */
public final class Xml {
    private static final String PROLOGUE = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final StringBuilder out = new StringBuilder();

    /** @param attributes of the opening tag, as they are written; empty for none */
    @NonNull
    public Xml open(@NonNull String name, @NonNull String attributes) {
        out.append('<')
                .append(name)
                .append(attributes.isEmpty() ? "" : " ")
                .append(attributes)
                .append('>');
        return this;
    }

    @NonNull
    public Xml open(@NonNull String name) {
        return open(name, "");
    }

    @NonNull
    public Xml close(@NonNull String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    /** An element with text; none at all for null. */
    @NonNull
    public Xml text(@NonNull String name, @CheckForNull Object value) {
        if (value != null) {
            open(name);
            escape(value.toString());
            close(name);
        }
        return this;
    }

    /** Text of the element that is open. */
    @NonNull
    public Xml content(@NonNull String text) {
        escape(text);
        return this;
    }

    /** Adds what another one holds. */
    @NonNull
    public Xml include(@NonNull Xml other) {
        out.append(other.out);
        return this;
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(c);
            }
        });
    }

    @NonNull
    public byte[] bytes() {
        return (PROLOGUE + out).getBytes(StandardCharsets.UTF_8);
    }
}
