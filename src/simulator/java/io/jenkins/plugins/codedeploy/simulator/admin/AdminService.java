package io.jenkins.plugins.codedeploy.simulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import java.io.IOException;

/** One thing that can be turned while the simulated AWS runs. */
@FunctionalInterface
public interface AdminService {
    /**
     * @param method {@code GET}, {@code POST} or {@code DELETE}
     * @param body empty where there was none
     * @return what is written as JSON
     * @throws AwsError returned to the caller
     * @throws IllegalArgumentException for a body that says nothing sensible
     */
    @NonNull
    Object handle(@NonNull String method, @NonNull JsonNode body) throws AwsError, IOException;
}
