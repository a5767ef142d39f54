package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Whether a bundle can be installed by its AppSpec, found out before anything is sent. */
public final class AppSpecCheck {
    private AppSpecCheck() {}

    /**
     * Reads the AppSpec of a server's bundle and asks the machine that has the files for what it names.
     *
     * @param survey of the same source
     * @throws AppSpecProblems with every problem there is
     * @throws EngineException when there is no AppSpec
     */
    @NonNull
    public static AppSpec check(@NonNull SourceHost host, @NonNull SourceSpec source, @NonNull Survey survey)
            throws IOException, InterruptedException, EngineException {
        String name = survey.appSpecName();
        String text = survey.appSpecText();
        if (name == null || text == null) {
            Text cause = survey.warnings().stream()
                    .filter(warning -> warning.code().equals("bundle.appSpecLeftOut"))
                    .findFirst()
                    .orElse(null);
            throw new EngineException(
                    new Problem(Text.of("appspec.missing", source.path()), cause, Text.of("appspec.missing.fix")));
        }
        Findings findings = new Findings();
        AppSpec spec = AppSpec.parse(text, Platform.SERVER, findings);
        Set<String> missing = new HashSet<>(host.missing(source, spec.requiredPaths()));
        for (AppSpec.Reference reference : spec.references()) {
            if (missing.contains(reference.path())) {
                if (reference.hook() == null) {
                    findings.add(reference.line(), "appspec.sourceMissing", reference.given());
                } else {
                    findings.add(reference.line(), "appspec.scriptMissing", reference.given(), reference.hook());
                }
            }
        }
        if (!findings.isEmpty()) {
            throw new AppSpecProblems(name, findings.inOrder());
        }
        return spec;
    }
}
