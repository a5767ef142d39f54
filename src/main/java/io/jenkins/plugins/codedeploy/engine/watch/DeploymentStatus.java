package io.jenkins.plugins.codedeploy.engine.watch;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Set;

/** CodeDeploy's word for where a deployment is. A word that is new to us is kept and shown, and ends nothing. */
public record DeploymentStatus(@NonNull String word) {
    private static final Set<String> TERMINAL = Set.of("Succeeded", "Failed", "Stopped");

    /** What AWS leaves out. */
    static final String UNKNOWN = "Unknown";

    public boolean isTerminal() {
        return TERMINAL.contains(word);
    }

    public boolean isSucceeded() {
        return word.equals("Succeeded");
    }

    public boolean isReady() {
        return word.equals("Ready");
    }

    @Override
    public String toString() {
        return word;
    }
}
