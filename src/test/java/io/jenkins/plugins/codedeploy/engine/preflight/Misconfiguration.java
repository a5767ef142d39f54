package io.jenkins.plugins.codedeploy.engine.preflight;

import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import java.nio.file.Path;
import java.util.List;

/**
 * One thing that is wrong, in accounts that are otherwise right.
 *
 * @param step of the guide, by number
 * @param check that finds it beforehand
 * @param status FAILED, or NOT_PROVABLE where preflight can but say what to look for
 * @param said fragments of AWS's words in their order, as a user of any tool sees them
 * @param source the AWS document that it is traced to
 */
record Misconfiguration(
        String name, int step, Check check, Status status, List<String> said, String source, World world, Seed seed) {
    /** Makes the accounts. */
    interface World {
        BuiltAccounts in(Path folder) throws Exception;
    }

    /** Breaks them. */
    interface Seed {
        void breaks(BuiltAccounts accounts) throws Exception;
    }

    static Misconfiguration of(
            String name, int step, Check check, Status status, String source, Seed seed, String... said) {
        return new Misconfiguration(
                name, step, check, status, List.of(said), source, BuiltAccounts::bucketInSource, seed);
    }

    Misconfiguration in(World other) {
        return new Misconfiguration(name, step, check, status, said, source, other, seed);
    }

    @Override
    public String toString() {
        return name;
    }
}
