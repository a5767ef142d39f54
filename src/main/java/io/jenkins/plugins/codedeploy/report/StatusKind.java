package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

/** The few looks that CodeDeploy's many status words share. Never the only sign: the word stands beside it. */
public enum StatusKind {
    GOOD("symbol-status-blue"),
    BAD("symbol-status-red"),
    RUNNING("symbol-status-nobuilt-anime"),
    /** Somebody has to do something. */
    ATTENTION("symbol-status-yellow"),
    WAITING("symbol-status-nobuilt"),
    OFF("symbol-status-aborted");

    private final String icon;

    StatusKind(String icon) {
        this.icon = icon;
    }

    @NonNull
    public static StatusKind of(@CheckForNull String word) {
        return switch (word == null ? "" : word) {
            case "Succeeded" -> GOOD;
            case "Failed" -> BAD;
            case "InProgress", "Baking" -> RUNNING;
            case "Ready", "Unknown" -> ATTENTION;
            case "Stopped", "Skipped", "NotCreated", "Aborted" -> OFF;
            default -> WAITING;
        };
    }

    /** A word for people; AWS's own where it is new to us. */
    @NonNull
    public static String label(@CheckForNull String word) {
        return switch (word == null ? "" : word) {
            case "Succeeded" -> Messages.StatusKind_Succeeded();
            case "Failed" -> Messages.StatusKind_Failed();
            case "InProgress" -> Messages.StatusKind_InProgress();
            case "Baking" -> Messages.StatusKind_Baking();
            case "Ready" -> Messages.StatusKind_Ready();
            case "Unknown" -> Messages.StatusKind_Unknown();
            case "Stopped" -> Messages.StatusKind_Stopped();
            case "Skipped" -> Messages.StatusKind_Skipped();
            case "NotCreated" -> Messages.StatusKind_NotCreated();
            case "Aborted" -> Messages.StatusKind_Aborted();
            case "Pending" -> Messages.StatusKind_Pending();
            case "Queued" -> Messages.StatusKind_Queued();
            case "Created" -> Messages.StatusKind_Created();
            case "Starting" -> Messages.StatusKind_Starting();
            default -> word;
        };
    }

    /** The style sheet's class for it. */
    @NonNull
    public String getCssClass() {
        return switch (this) {
            case GOOD -> "codedeploy-good";
            case BAD -> "codedeploy-bad";
            case RUNNING -> "codedeploy-running";
            case ATTENTION -> "codedeploy-attention";
            case WAITING -> "codedeploy-waiting";
            case OFF -> "codedeploy-off";
        };
    }

    @NonNull
    public String getIcon() {
        return icon;
    }
}
