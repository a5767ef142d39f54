package io.jenkins.plugins.codedeploy.engine.bundle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.Serializable;
import java.util.List;

/**
 * A first look at a source, its AppSpec apart without reading contents.
 *
 * @param bundleType zip, tar or tgz, as CodeDeploy names them
 * @param readyMade an archive that is sent as it is
 * @param files how many, folders not counted
 * @param bytes of all files; of the archive itself when it is ready made
 * @param appSpecName as the source has it, appspec.yml but for its ending or case; null when there is none at the root
 * @param appSpecContent its bytes as they are; null when there is none at the root
 * @param posixModes false where the file system keeps none, as on Windows
 * @param warnings what a person should know, none of which stops the bundling
 */
public record Survey(
        @NonNull String bundleType,
        boolean readyMade,
        long files,
        long bytes,
        @CheckForNull String appSpecName,
        @CheckForNull byte[] appSpecContent,
        boolean posixModes,
        @NonNull List<Text> warnings)
        implements Serializable {

    public Survey {
        warnings = List.copyOf(warnings);
    }
}
