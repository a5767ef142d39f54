package io.jenkins.plugins.codedeploy.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import java.io.Serial;
import java.io.Serializable;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A commit of a build, as the SCM tells. All texts are untrusted and reduced to one line. */
public final class CommitChange implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int LONGEST = 200;
    private static final int SHORT = 8;

    private final String id;
    private final String message;
    private final String author;
    private final String build;

    CommitChange(@CheckForNull String id, @CheckForNull String message, @NonNull String author, @NonNull String build) {
        this.id = id == null ? null : cut(id);
        String firstLine =
                message == null ? "" : message.strip().lines().findFirst().orElse("");
        this.message = cut(firstLine);
        this.author = cut(author);
        this.build = build;
    }

    private static String cut(String text) {
        String line = SingleLine.of(text);
        return line.length() > LONGEST ? line.substring(0, LONGEST - 1) + '…' : line;
    }

    /** Null if the SCM has no IDs. */
    @CheckForNull
    @Whitelisted
    public String getId() {
        return id;
    }

    /** The first characters of the ID; empty without one. */
    @NonNull
    @Whitelisted
    public String getShortId() {
        return id == null ? "" : id.substring(0, Math.min(SHORT, id.length()));
    }

    /** The first line. */
    @NonNull
    @Whitelisted
    public String getMessage() {
        return message;
    }

    /** The name that Jenkins shows. */
    @NonNull
    @Whitelisted
    public String getAuthor() {
        return author;
    }

    /** The build whose change log contains it, such as {@code shop #41}. */
    @NonNull
    @Whitelisted
    public String getBuild() {
        return build;
    }

    @Override
    @Whitelisted
    public String toString() {
        return (id == null ? "" : getShortId() + " ") + message + " (" + author + ")";
    }
}
