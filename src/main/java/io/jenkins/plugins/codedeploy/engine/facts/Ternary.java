package io.jenkins.plugins.codedeploy.engine.facts;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Three-valued truth, weakest first. */
enum Ternary {
    NO,
    UNSURE,
    YES;

    @NonNull
    static Ternary of(boolean holds) {
        return holds ? YES : NO;
    }

    @NonNull
    Ternary and(@NonNull Ternary other) {
        return compareTo(other) < 0 ? this : other;
    }

    @NonNull
    Ternary or(@NonNull Ternary other) {
        return compareTo(other) > 0 ? this : other;
    }

    @NonNull
    Ternary not() {
        return this == UNSURE ? UNSURE : of(this == NO);
    }
}
