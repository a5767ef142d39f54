package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A signature that holds.
 *
 * @param key of the day, region and service: it also signs the body's chunks
 */
record Verified(
        @NonNull Caller caller,
        @NonNull Signature signature,
        @NonNull byte[] key) {}
