package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetReference;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.Reuse;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionLabels;
import io.jenkins.plugins.codedeploy.parameters.option.TextLists;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** Settings in the engine's terms. Each method throws {@link io.jenkins.plugins.codedeploy.engine.InvalidInputException}. */
public class BundleInputs {
    private final BundleStep settings;
    private final UnaryOperator<String> expand;

    /** @param expand of variables; its argument may be null, which it then answers */
    public BundleInputs(@NonNull BundleStep settings, @NonNull UnaryOperator<String> expand) {
        this.settings = settings;
        this.expand = value -> Inputs.optional(expand.apply(value));
    }

    /** Everything that can be known to be wrong before anything is called. */
    public void check() {
        checkTarget();
        Inputs.required("source", source());
        naming("job", expand.apply(settings.getKeyPrefix()), null);
    }

    @NonNull
    public TargetReference target() {
        return TargetReferences.of(settings, expand.apply(settings.getKeyPrefix()), expand);
    }

    final void checkTarget() {
        TargetReferences.check(target());
    }

    /** Null where nothing is bundled. */
    @CheckForNull
    final String source() {
        return expand.apply(settings.getSource());
    }

    @NonNull
    public final PushRequest push(Run<?, ?> build, FilePath workspace, ResolvedTarget target) throws IOException {
        return new PushRequest(
                new SourceSpec(
                        WorkspacePaths.resolve(workspace, "source", Inputs.required("source", source())),
                        TextLists.of(expand.apply(settings.getIncludes())),
                        TextLists.of(expand.apply(settings.getExcludes())),
                        appSpec(workspace),
                        settings.getSymlinks()),
                naming(build.getParent().getFullName(), target.keyPrefix(), target.keyRoot()),
                new RevisionLabels(build.getExternalizableId()),
                settings.isForce() ? Reuse.NEVER : Reuse.SAME_BYTES);
    }

    private String appSpec(FilePath workspace) throws IOException {
        String given = expand.apply(settings.getAppSpec());
        return given == null ? null : WorkspacePaths.resolve(workspace, "appSpec", given);
    }

    /**
     * @param prefix as resolved, the target account's perhaps: a key that is given whole needs none
     * @param root that the target account keeps its revisions below
     */
    private ObjectNaming naming(String job, @CheckForNull String prefix, @CheckForNull String root) {
        String key = expand.apply(settings.getKey());
        return ObjectNaming.of(job, key == null ? prefix : expand.apply(settings.getKeyPrefix()), key, root);
    }

    /** Whether warnings about the AppSpec are errors. */
    public final boolean strictAppSpec() {
        return settings.isStrictAppSpec();
    }

    final String expanded(@CheckForNull String value) {
        return expand.apply(value);
    }

    final UnaryOperator<String> expansion() {
        return expand;
    }
}
