package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.NonNull;

/** An object of which parts are read. All parts are of the same content, or reading fails. */
interface ObjectRanges {
    /**
     * The last bytes of the object.
     *
     * @param size of the whole object, in bytes
     */
    record Tail(@NonNull byte[] bytes, long size) {}

    /** Reads the last bytes, or the whole object if it is shorter. */
    @NonNull
    Tail tail(int most) throws IncomparableException;

    /** Reads exactly these bytes, which must exist. */
    @NonNull
    byte[] read(long offset, int count) throws IncomparableException;
}
