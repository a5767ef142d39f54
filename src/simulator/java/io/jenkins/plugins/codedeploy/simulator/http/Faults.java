package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Faults that wait for their call. The first that fits is taken. */
public final class Faults {
    /** In place of a service or an operation: any. */
    public static final String ANY = "*";

    private final List<Rule> rules = new ArrayList<>();
    private long taken;

    /** The next calls of an operation go wrong, one for each fault. */
    public void next(@NonNull String service, @NonNull String operation, @NonNull Fault... faults) {
        for (Fault fault : faults) {
            add(new Rule(service, operation, fault, 1, 1, null));
        }
    }

    /** The next {@code count} calls of an operation go wrong. */
    public void next(@NonNull String service, @NonNull String operation, int count, @NonNull Fault fault) {
        add(new Rule(service, operation, fault, count, 1, null));
    }

    /** Every call goes wrong with a probability, until {@link #clear}; the same seed goes wrong at the same calls. */
    public void sometimes(
            @NonNull String service, @NonNull String operation, double probability, long seed, @NonNull Fault fault) {
        add(new Rule(service, operation, fault, Integer.MAX_VALUE, probability, new Random(seed)));
    }

    public synchronized void clear() {
        rules.clear();
    }

    /** How many rules still wait for a call. */
    public synchronized int waiting() {
        return rules.size();
    }

    /** How many calls got a fault so far. */
    public synchronized long taken() {
        return taken;
    }

    private synchronized void add(Rule rule) {
        rules.add(rule);
    }

    /** Takes the fault of a call that arrived; null for none. */
    @CheckForNull
    public synchronized Fault take(@NonNull String service, @NonNull String operation) {
        for (Iterator<Rule> i = rules.iterator(); i.hasNext(); ) {
            Rule rule = i.next();
            if (rule.fits(service, operation)) {
                if (rule.left != Integer.MAX_VALUE && --rule.left == 0) {
                    i.remove();
                }
                taken++;
                return rule.fault;
            }
        }
        return null;
    }

    private static final class Rule {
        private final String service;
        private final String operation;
        private final Fault fault;
        private final double probability;

        @CheckForNull
        private final Random random;

        private int left;

        Rule(String service, String operation, Fault fault, int count, double probability, Random random) {
            this.service = service;
            this.operation = operation;
            this.fault = fault;
            this.left = count;
            this.probability = probability;
            this.random = random;
        }

        boolean fits(String calledService, String calledOperation) {
            return (service.equals(ANY) || service.equals(calledService))
                    && (operation.equals(ANY) || operation.equals(calledOperation))
                    && (random == null || random.nextDouble() < probability);
        }
    }
}
