package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.Locale;

/** What an instance does with a file that is there and that no deployment put there. Server platform only. */
public enum FileExistsBehavior {
    DISALLOW,
    OVERWRITE,
    RETAIN;

    /** @param word in any case */
    @NonNull
    public static FileExistsBehavior parse(@NonNull String word) {
        try {
            return valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("fileExistsBehavior", Text.of("deploy.fileExistsBehavior", word));
        }
    }
}
