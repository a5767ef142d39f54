package io.jenkins.plugins.codedeploy.preflight;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.config.TargetAccount;
import java.util.List;
import org.jvnet.localizer.LocaleProvider;

/** What a {@link SetupPage} shows this time. */
public final class SetupView {
    private final SetupPage page;
    private final TargetAccount target;
    private final String source;
    private final String application;
    private final String deploymentGroup;
    private final String problem;

    SetupView(
            @NonNull SetupPage page,
            @CheckForNull TargetAccount target,
            @CheckForNull String source,
            @CheckForNull String application,
            @CheckForNull String deploymentGroup,
            @CheckForNull String problem) {
        this.page = page;
        this.target = target;
        this.source = source;
        this.application = application;
        this.deploymentGroup = deploymentGroup;
        this.problem = problem;
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

    @CheckForNull
    public String getSource() {
        return source;
    }

    @CheckForNull
    public String getApplication() {
        return application;
    }

    @CheckForNull
    public String getDeploymentGroup() {
        return deploymentGroup;
    }

    /** Why AWS was not asked, or did not answer. */
    @CheckForNull
    public String getProblem() {
        return problem;
    }

    @CheckForNull
    public SetupDocuments getDocuments() {
        return target == null
                ? null
                : SetupDocuments.of(target, source, application, deploymentGroup, LocaleProvider.getLocale());
    }
}
