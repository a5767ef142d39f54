package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.MarkupText;
import hudson.console.ConsoleAnnotationDescriptor;
import hudson.console.ConsoleAnnotator;
import hudson.console.ConsoleNote;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets a line that tells a failure off from the rest of a build's log. In plain text nothing of it is seen. */
public final class FailureNote extends ConsoleNote<Object> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(FailureNote.class.getName());

    private final int length;

    private FailureNote(int length) {
        this.length = length;
    }

    /** @param line without its end */
    @NonNull
    public static String encodeTo(@NonNull String line) {
        try {
            return new FailureNote(line.length()).encode() + line;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot annotate a line", e);
            return line;
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public ConsoleAnnotator annotate(Object context, MarkupText text, int charPos) {
        int end = Math.min(text.length(), charPos + length);
        text.addMarkup(charPos, end, "<span class=\"codedeploy-failed-line\">", "</span>");
        return null;
    }

    /** Brings the style sheet. */
    @Extension
    public static final class DescriptorImpl extends ConsoleAnnotationDescriptor {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.FailureNote_displayName();
        }
    }
}
