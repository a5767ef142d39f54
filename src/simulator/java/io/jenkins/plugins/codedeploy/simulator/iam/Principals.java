package io.jenkins.plugins.codedeploy.simulator.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.codedeploy.simulator.http.Caller;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a statement of a resource's policy means. Users and roles are kept by their unique ids, so that one that was
 * deleted and made again is not meant any more.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">Principal</a>
 */
final class Principals {
    /** How precisely a caller is meant; later ones are stronger. */
    enum Match {
        NONE,
        /** Their account, which still has to grant by its own policies. */
        ACCOUNT,
        ANYBODY,
        ROLE,
        /** The user, or this very session. */
        EXACT
    }

    private static final Pattern ROOT = Pattern.compile("(?:arn:aws:iam::)?(\\d{12})(?::root)?");
    private static final Pattern ENTITY = Pattern.compile("arn:aws:iam::\\d{12}:(?:user|role)/.+");
    private static final Pattern SESSION = Pattern.compile("arn:aws:sts::\\d{12}:assumed-role/[^/]+/[^/*]+");
    private static final Pattern UNIQUE_ID = Pattern.compile("A(?:IDA|ROA)[A-Z0-9]{17}");
    private static final Set<String> KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private final boolean everybody;
    private final List<String> ids = new ArrayList<>();
    private final List<String> services = new ArrayList<>();
    private final List<String> federated = new ArrayList<>();

    /**
     * @param uniqueId answers a user's or role's id by ARN, null for none
     * @throws IllegalArgumentException for a principal that does not exist
     */
    Principals(JsonNode node, UnaryOperator<String> uniqueId) {
        boolean all = false;
        if (node.isTextual()) {
            if (!node.asText().equals("*")) {
                throw new IllegalArgumentException("Invalid principal in policy");
            }
            all = true;
        } else {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!KINDS.contains(entry.getKey())) {
                    throw new IllegalArgumentException("Invalid principal in policy");
                }
                for (String name : PolicyDocument.texts(entry.getValue())) {
                    if (entry.getKey().equals("Service")) {
                        services.add(name);
                    } else if (entry.getKey().equals("Federated")) {
                        federated.add(name);
                    } else if (entry.getKey().equals("AWS")) {
                        all |= name.equals("*");
                        ids.add(name.equals("*") ? name : identify(name, uniqueId));
                    }
                }
            }
        }
        everybody = all;
    }

    /** The form in which a principal is stored: ARNs of users and roles give way to unique ids. */
    static String identify(String name, UnaryOperator<String> uniqueId) {
        Matcher root = ROOT.matcher(name);
        if (root.matches()) {
            return "arn:aws:iam::" + root.group(1) + ":root";
        }
        if (SESSION.matcher(name).matches() || UNIQUE_ID.matcher(name).matches()) {
            return name;
        }
        String id = ENTITY.matcher(name).matches() ? uniqueId.apply(name) : null;
        if (id == null) {
            throw new IllegalArgumentException("Invalid principal in policy: \"AWS\":\"" + name + "\"");
        }
        return id;
    }

    Match match(Caller caller) {
        Match best = everybody ? Match.ANYBODY : Match.NONE;
        if (caller.kind() == Caller.Kind.ANONYMOUS) {
            return best;
        }
        List<Match> found = new ArrayList<>(List.of(best));
        if (ids.contains("arn:aws:iam::" + caller.accountId() + ":root")) {
            found.add(Match.ACCOUNT);
        }
        if (ids.contains(caller.arn())) {
            found.add(Match.EXACT);
        }
        if (ids.contains(caller.principalId())) {
            found.add(caller.kind() == Caller.Kind.USER ? Match.EXACT : Match.ROLE);
        }
        return Collections.max(found);
    }

    boolean meansService(String service) {
        return everybody || services.contains(service);
    }

    boolean meansFederated(String provider) {
        return everybody || federated.contains(provider);
    }
}
