package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Three-valued truth, weakest first. */
enum Surely {
    NO,
    UNSURE,
    YES;

    @NonNull
    static Surely of(boolean holds) {
        return holds ? YES : NO;
    }

    @NonNull
    Surely and(@NonNull Surely other) {
        return compareTo(other) < 0 ? this : other;
    }

    @NonNull
    Surely or(@NonNull Surely other) {
        return compareTo(other) > 0 ? this : other;
    }

    @NonNull
    Surely not() {
        return this == UNSURE ? UNSURE : of(this == NO);
    }
}
