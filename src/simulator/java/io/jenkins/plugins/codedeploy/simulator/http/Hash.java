package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;

/** A digest or checksum in the making, so that a large body is hashed while it comes in and not read again. */
public interface Hash {
    void update(@NonNull byte[] bytes, int offset, int length);

    /** To be asked once, in the end. */
    @NonNull
    byte[] value();
}
