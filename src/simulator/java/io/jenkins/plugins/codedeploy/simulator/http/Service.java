package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;

/** One simulated service. Called by many threads at once, with a caller whose signature has been verified. */
@FunctionalInterface
public interface Service {
    /** @throws AwsError to refuse; it becomes the error of the service's protocol */
    @NonNull
    AwsResponse handle(@NonNull AwsRequest request) throws AwsError, IOException;
}
