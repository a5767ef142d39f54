package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.util.ArrayList;
import java.util.List;

/** The causes of a refusal, from the kind of policy that AWS names. A protection is removed last of all. */
final class Verdict {
    private final Denial denial;
    private final String action;
    private final String principal;
    private final String resource;
    private final String region;

    /**
     * @param action what was refused, where the refusal does not say
     * @param principal who was refused, where the refusal does not say
     * @param resource whose own policy takes part
     * @param region that was called
     */
    Verdict(Denial denial, String action, String principal, String resource, String region) {
        this.denial = denial;
        this.action = denial.action() == null ? action : denial.action();
        String refused = denial.principal();
        this.principal = refused == null ? principal : withPath(refused, principal);
        this.resource = resource;
        this.region = region;
    }

    /** No step of the guide is about the policies of an organization. */
    @CheckForNull
    GuideStep step(@NonNull GuideStep otherwise) {
        return denial.by() == Denial.By.ORGANIZATION ? null : otherwise;
    }

    /** The value, or in words what it is: texts show no placeholder. */
    @NonNull
    static String name(@NonNull SetupValues known, @NonNull Field field) {
        String value = known.get(field);
        if (value != null) {
            return value;
        }
        return switch (field) {
            case INSTANCE_ROLE -> Text.of("diagnosis.name.instanceRole").toString();
            case SOURCE -> Text.of("diagnosis.name.source").toString();
            case KMS_KEY -> Text.of("diagnosis.name.key").toString();
            case SERVICE_ROLE -> Text.of("diagnosis.name.serviceRole").toString();
            default -> known.show(field);
        };
    }

    /** Whoever uploads, likewise. */
    @NonNull
    static String uploader(@NonNull SetupValues known) {
        return name(known, known.isBucketInTarget() && known.has(Field.ROLE) ? Field.ROLE : Field.SOURCE);
    }

    /** AWS leaves the path out where it names the session of a role. */
    @NonNull
    static String withPath(@NonNull String named, @NonNull String known) {
        boolean same = Arns.isRole(named)
                && Arns.isRole(known)
                && Arns.name(named).equals(Arns.name(known))
                && Arns.account(named, "").equals(Arns.account(known, "?"));
        return same ? known : named;
    }

    /** Adds who was refused, as far as it is told, with the path that is known. */
    @NonNull
    static SetupValues learn(@NonNull SetupValues known, @NonNull Field field, @CheckForNull String named) {
        return named == null ? known : known.with(field, withPath(named, known.show(field)));
    }

    /**
     * @param own grants it to the principal
     * @param resources grants it in the resource's policy; null where that has none
     */
    @NonNull
    List<Cause> causes(@NonNull Remedy own, @CheckForNull Remedy resources) {
        return causes(own, resources, false, List.of());
    }

    /**
     * @param proven whether the resource's policy was read, and does not grant it
     * @param conditions of the statements that deny it, where the resource's policy may be read
     */
    @NonNull
    List<Cause> causes(
            @NonNull Remedy own, @CheckForNull Remedy resources, boolean proven, @NonNull List<Cause> conditions) {
        List<Cause> all = new ArrayList<>();
        switch (denial.by()) {
            case ORGANIZATION ->
                all.add(Guidance.cause(
                        denial.explicit()
                                ? Text.of("diagnosis.organization.deny", action, region)
                                : Text.of("diagnosis.organization", action, region)));
            case ENDPOINT -> all.add(Guidance.cause(Text.of("diagnosis.endpoint", action)));
            case SESSION -> all.add(Guidance.cause(Text.of("diagnosis.session", action)));
            case BOUNDARY ->
                all.add(
                        denial.explicit()
                                ? Guidance.cause(
                                        Text.of("diagnosis.boundary.deny", principal, action),
                                        Remedies.removeDenial(principal, action))
                                : bounded(own));
            case IDENTITY -> all.add(denial.explicit() ? denied(principal) : missing(own));
            case RESOURCE -> {
                if (!denial.explicit() && resources != null) {
                    all.add(ungranted(resources));
                } else {
                    all.addAll(conditions);
                    if (conditions.isEmpty()) {
                        all.add(Guidance.cause(Text.of("diagnosis.deny.unread", resource, action)));
                    }
                    all.add(denied(resource));
                }
            }
            case UNSAID -> {
                // What AWS does not say is for a person to check, but for a policy that was read.
                if (resources != null) {
                    all.add(
                            proven
                                    ? ungranted(resources)
                                    : Guidance.cause(
                                            Text.of("diagnosis.resource.check", resource, action, principal),
                                            resources));
                }
                all.add(Guidance.cause(Text.of("diagnosis.identity.check", principal, action), own));
                all.addAll(conditions);
                all.add(Guidance.cause(Text.of("diagnosis.organization.check", action, region)));
                all.add(Guidance.cause(
                        Text.of("diagnosis.deny.check", resource, action), Remedies.removeDenial(resource, action)));
            }
        }
        return all;
    }

    private Cause missing(Remedy own) {
        return Guidance.cause(Text.of("diagnosis.identity", principal, action), own);
    }

    private Cause bounded(Remedy own) {
        return Guidance.cause(Text.of("diagnosis.boundary", principal, action), Remedies.boundary(own));
    }

    private Cause ungranted(Remedy grant) {
        return Guidance.cause(Text.of("diagnosis.resource", resource, action, principal), grant);
    }

    private Cause denied(String whose) {
        return Guidance.cause(Text.of("diagnosis.deny", whose, action), Remedies.removeDenial(whose, action));
    }
}
