package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;

/** What an operation does, under its realm's lock. */
@FunctionalInterface
interface Operation {
    @NonNull
    ObjectNode answer(@NonNull Request request) throws AwsError;
}
