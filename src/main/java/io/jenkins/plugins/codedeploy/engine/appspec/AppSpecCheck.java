package io.jenkins.plugins.codedeploy.engine.appspec;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.FieldNames;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Whether an AppSpec can be deployed, found out before anything is sent. Errors are what no supported instance agent
 * takes and what surely fails; warnings are what one generation of agents refuses and what is probably not meant.
 */
public final class AppSpecCheck {
    private static final String NAME = "appspec.yml";

    private final boolean strict;
    private final Consumer<Text> warnings;

    /**
     * @param strict whether warnings are errors
     * @param warnings receives each warning, which begins with file and line
     */
    public AppSpecCheck(boolean strict, @NonNull Consumer<Text> warnings) {
        this.strict = strict;
        this.warnings = warnings;
    }

    /**
     * Reads the AppSpec of a server's bundle and has the machine that has the files go through its installation.
     *
     * @param survey of the same source
     * @throws AppSpecProblems with every error there is
     * @throws EngineException when there is no AppSpec
     */
    @NonNull
    public AppSpec check(@NonNull SourceHost host, @NonNull SourceSpec source, @NonNull Survey survey)
            throws IOException, InterruptedException, EngineException {
        String name = survey.appSpecName();
        byte[] content = survey.appSpecContent();
        if (name == null || content == null) {
            Text cause = survey.warnings().stream()
                    .filter(warning -> warning.code().equals("bundle.appSpecLeftOut"))
                    .findFirst()
                    .orElse(null);
            throw new EngineException(
                    new Problem(Text.of("appspec.missing", source.path()), cause, Text.of("appspec.missing.fix")));
        }
        Findings findings = new Findings();
        AppSpec spec = new ServerAppSpec(findings).read(content);
        if (survey.readyMade() && !name.equals(NAME)) {
            boolean found =
                    "windows".equals(spec.os()) && name.toLowerCase(Locale.ROOT).equals(NAME);
            if (!found) {
                findings.fail(0, "appspec.fileName", name);
            }
        }
        findings.addAll(host.inspect(source, spec.plan()));
        judge(name, findings);
        return spec;
    }

    /**
     * Reads the AppSpec of a Lambda function or an ECS service.
     *
     * @throws AppSpecProblems with every error there is
     */
    public void checkContent(@NonNull String content) throws AppSpecProblems {
        Findings findings = new Findings();
        new ServerlessAppSpec(findings).read(content.getBytes(StandardCharsets.UTF_8));
        judge(FieldNames.reference("appSpecContent"), findings);
    }

    /** The compute platform that the AppSpec names, {@code Lambda} or {@code ECS}; null where it names neither. */
    @CheckForNull
    public static String platformOf(@NonNull String content) {
        ServerlessAppSpec spec = new ServerlessAppSpec(new Findings());
        spec.read(content.getBytes(StandardCharsets.UTF_8));
        return spec.platform();
    }

    private void judge(String name, Findings findings) throws AppSpecProblems {
        List<Text> errors = new ArrayList<>();
        for (Finding finding : findings.inOrder()) {
            Text text =
                    finding.line() == 0 ? finding.text() : Text.of("appspec.located", finding.line(), finding.text());
            if (finding.isError()) {
                errors.add(text);
            } else if (strict) {
                errors.add(Text.of("appspec.strict", text));
            } else {
                warnings.accept(Text.of("appspec.warning", name, text));
            }
        }
        if (!errors.isEmpty()) {
            throw new AppSpecProblems(name, errors);
        }
    }
}
