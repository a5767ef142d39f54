package io.jenkins.plugins.codedeploy.engine.facts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a bucket's policy for one role of another account. Conservative: what it does not surely understand is neither
 * granted nor denied.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Evaluation</a>
 */
public final class PolicyReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the policy says of one action. */
    public enum Verdict {
        ALLOWED,
        NOT_ALLOWED,
        DENIED,
        UNSURE
    }

    /**
     * @param statement that decides, as JSON; null where none does
     */
    public record Finding(
            @NonNull Verdict verdict,
            @NonNull Text why,
            @CheckForNull String statement) {
        /** Whether a statement denies the action, or may do so. */
        public boolean isDenial() {
            return statement != null && !statement.contains("\"Effect\":\"Allow\"");
        }
    }

    private final String role;
    private final String object;
    private final List<StatementReader> statements = new ArrayList<>();
    private final boolean readable;

    /**
     * @param role ARN
     * @param object ARN of an object as it would be read
     */
    public PolicyReader(String policy, String role, String object) {
        this.role = role;
        this.object = object;
        JsonNode root = null;
        try {
            root = JSON.readTree(policy);
        } catch (JsonProcessingException e) {
            // not readable then
        }
        readable = root != null && root.isObject();
        if (readable) {
            JsonNode all = root.path("Statement");
            if (all.isArray()) {
                all.forEach(one -> statements.add(new StatementReader(one)));
            } else {
                statements.add(new StatementReader(all));
            }
        }
    }

    @NonNull
    public Finding read(String action) {
        if (!readable) {
            return new Finding(Verdict.UNSURE, Text.of("preflight.policy.unreadable"), null);
        }
        StatementReader unsure = null;
        StatementReader allowing = null;
        for (StatementReader statement : statements) {
            Ternary applies = statement.applies(role, action, object);
            if (applies == Ternary.NO) {
                continue;
            }
            if (applies == Ternary.UNSURE) {
                // An unsure denial outweighs any grant, an unsure grant counts only where there is no sure one.
                unsure = unsure == null || statement.isDenial() ? statement : unsure;
            } else if (statement.isDenial()) {
                return finding(Verdict.DENIED, statement, action);
            } else {
                allowing = statement;
            }
        }
        if (unsure != null && (allowing == null || unsure.isDenial())) {
            return finding(Verdict.UNSURE, unsure, action);
        }
        if (allowing != null) {
            return finding(Verdict.ALLOWED, allowing, action);
        }
        return new Finding(Verdict.NOT_ALLOWED, whyNot(action), null);
    }

    private Finding finding(Verdict verdict, StatementReader statement, String action) {
        return new Finding(verdict, Text.of("preflight.policy.says", role, action), statement.json());
    }

    /** The nearest miss. */
    private Text whyNot(String action) {
        for (StatementReader statement : statements) {
            if (!statement.isDenial() && statement.principal(role) == Ternary.YES) {
                if (statement.action(action) == Ternary.NO) {
                    return Text.of("preflight.policy.action", role, action);
                }
                if (statement.resource(object) == Ternary.NO) {
                    return Text.of("preflight.policy.resource", role, object);
                }
                return Text.of("preflight.policy.condition", role, action);
            }
        }
        if (statements.stream().anyMatch(s -> s.names("AROA") || s.names("AIDA"))) {
            return Text.of("preflight.policy.dead", role);
        }
        if (statements.stream().anyMatch(s -> s.json().contains(":instance-profile/"))) {
            return Text.of("preflight.policy.namesProfile", role);
        }
        return Text.of("preflight.policy.principal", role);
    }
}
