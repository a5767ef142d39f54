package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.s3.ObjectReader;
import java.nio.file.Path;
import java.time.Duration;

/** The simulation that CodeDeploy is part of. */
public interface Surroundings {
    @NonNull
    Iam iam();

    /** GetObject for simulated instances. */
    @NonNull
    ObjectReader objects();

    /** Instances make folders of their own in it. */
    @NonNull
    Path folder();

    /** The Region of the target account's resources. */
    @NonNull
    String region();

    /** The ID of the account that deploys. */
    @NonNull
    String targetAccount();

    /** @return how long something that takes {@code atAws} takes here */
    @NonNull
    Duration real(@NonNull Duration atAws);
}
