package io.jenkins.plugins.codedeploy.engine.diagnosis;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.Guidance.Cause;
import io.jenkins.plugins.codedeploy.engine.Remedy;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.ArrayList;
import java.util.List;

/** The causes of a refusal, from the kind of policy that AWS names. */
final class Verdict {
    private final Denial denial;
    private final String action;
    private final String principal;
    private final String resource;

    /**
     * @param action what was refused, where the refusal does not say
     * @param principal who was refused, where the refusal does not say
     * @param resource whose own policy takes part
     */
    Verdict(Denial denial, String action, String principal, String resource) {
        this.denial = denial;
        this.action = denial.action() == null ? action : denial.action();
        this.principal = denial.principal() == null ? principal : denial.principal();
        this.resource = resource;
    }

    /**
     * @param own grants it to the principal
     * @param resources grants it in the resource's policy; null where that has none
     */
    @NonNull
    List<Cause> causes(@NonNull Remedy own, @CheckForNull Remedy resources) {
        List<Cause> all = new ArrayList<>();
        switch (denial.by()) {
            case ORGANIZATION -> all.add(Guidance.cause(Text.of("diagnosis.organization", action)));
            case ENDPOINT -> all.add(Guidance.cause(Text.of("diagnosis.endpoint", action)));
            case SESSION -> all.add(Guidance.cause(Text.of("diagnosis.session", action)));
            case BOUNDARY -> all.add(denial.explicit() ? denied(principal) : bounded(own));
            case IDENTITY -> all.add(denial.explicit() ? denied(principal) : missing(own));
            case RESOURCE -> all.add(denial.explicit() || resources == null ? denied(resource) : ungranted(resources));
            case UNSAID -> {
                if (resources != null) {
                    all.add(ungranted(resources));
                }
                all.add(missing(own));
                all.add(denied(resource));
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
