package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.List;
import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;

/** What a {@link SetupPage} shows this time. */
public final class SetupView {
    /** What a person has typed; null for blank. */
    record Given(
            @CheckForNull String source,
            @CheckForNull String application,
            @CheckForNull String deploymentGroup,
            @CheckForNull String issuer,
            @CheckForNull String subject,
            boolean withoutExternalId) {
        static final Given NOTHING = new Given(null, null, null, null, null, false);
    }

    private final SetupPage page;
    private final TargetAccount target;
    private final Given given;
    private final String problem;
    private final SetupDocuments documents;
    private final TokenTrust tokens;

    /** @param target null where none of the wanted name stands here */
    SetupView(@NonNull SetupPage page, @CheckForNull TargetAccount target, @NonNull Given given) {
        this(page, target, given, given.source(), null);
    }

    private SetupView(
            SetupPage page,
            @CheckForNull TargetAccount target,
            Given given,
            @CheckForNull String source,
            @CheckForNull String trouble) {
        this.page = page;
        this.target = target;
        this.given = given;
        SetupDocuments made = null;
        String wrong = trouble;
        tokens = target == null ? null : TokenTrust.of(target, page.folder(), given.issuer(), given.subject());
        if (target != null) {
            Locale locale = LocaleProvider.getLocale();
            try {
                Inputs.principal("sourceArn", given.source());
                made = SetupDocuments.of(
                        target,
                        source,
                        tokens,
                        given.application(),
                        given.deploymentGroup(),
                        given.withoutExternalId(),
                        locale);
            } catch (InvalidInputException e) {
                wrong = Text.of("engine.field", label(e.field()), e.text().in(locale))
                        .in(locale);
            }
        }
        documents = made;
        problem = wrong;
    }

    /** @param arn of the source identity, as AWS tells it */
    @NonNull
    SetupView withCaller(@NonNull String arn) {
        return new SetupView(page, target, given, arn, null);
    }

    @NonNull
    SetupView withProblem(@CheckForNull String text) {
        return new SetupView(page, target, given, given.source(), text);
    }

    /** As the page calls it. */
    private static String label(String field) {
        return switch (field) {
            case "sourceArn" -> Messages.SetupView_source();
            case "oidcIssuer" -> Messages.SetupView_issuer();
            case "oidcSubject" -> Messages.SetupView_subject();
            case "application" -> Messages.SetupView_application();
            case "deploymentGroup" -> Messages.SetupView_deploymentGroup();
            default -> field;
        };
    }

    @NonNull
    public String getDisplayName() {
        return page.getDisplayName();
    }

    @NonNull
    public List<String> getNames() {
        return page.getTargets().stream().map(TargetAccount::getName).toList();
    }

    /** Null where no target account of that name stands here, or none at all. */
    @CheckForNull
    public String getTarget() {
        return target == null ? null : target.getName();
    }

    /** As typed; what AWS has told stands in the documents. */
    @CheckForNull
    public String getSource() {
        return given.source();
    }

    /** Whether the target account's credential makes ID tokens: nobody asks AWS then whose it is. */
    public boolean isTokens() {
        return tokens != null;
    }

    /** As typed, or as the tokens have it. */
    @CheckForNull
    public String getIssuer() {
        return tokens == null ? null : tokens.issuer();
    }

    @CheckForNull
    public String getSubject() {
        return given.subject();
    }

    @CheckForNull
    public String getApplication() {
        return given.application();
    }

    @CheckForNull
    public String getDeploymentGroup() {
        return given.deploymentGroup();
    }

    public boolean isWithoutExternalId() {
        return given.withoutExternalId();
    }

    /** What is wrong with what was typed, or why AWS was not asked or did not answer. */
    @CheckForNull
    public String getProblem() {
        return problem;
    }

    /** Null where there is no target account, or nothing can be made of what was typed. */
    @CheckForNull
    public SetupDocuments getDocuments() {
        return documents;
    }
}
