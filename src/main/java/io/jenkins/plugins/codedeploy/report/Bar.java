package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.NonNull;

/** A coloured length of a drawing, in percent of the whole; the words that go with it are elsewhere, too. */
public final class Bar {
    private final String x;
    private final String width;
    private final String cssClass;
    private final String title;
    private final String label;

    Bar(
            @NonNull String x,
            @NonNull String width,
            @NonNull StatusKind kind,
            @NonNull String title,
            @NonNull String label) {
        this.x = x;
        this.width = width;
        cssClass = kind.getCssClass();
        this.title = title;
        this.label = label;
    }

    @NonNull
    public String getX() {
        return x;
    }

    @NonNull
    public String getWidth() {
        return width;
    }

    @NonNull
    public String getCssClass() {
        return cssClass;
    }

    @NonNull
    public String getTitle() {
        return title;
    }

    /** Blank where there is no room for it. */
    @NonNull
    public String getLabel() {
        return label;
    }
}
