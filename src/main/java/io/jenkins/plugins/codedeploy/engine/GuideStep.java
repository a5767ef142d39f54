package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * The steps of AWS's guide to deployments in a different account.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-cross-account.html">The guide</a>
 */
public enum GuideStep {
    BUCKET,
    BUCKET_PERMISSIONS,
    TARGET_ACCOUNT,
    UPLOAD,
    DEPLOY;

    /** 1 to 5. */
    public int number() {
        return ordinal() + 1;
    }

    @NonNull
    public Text title() {
        return switch (this) {
            case BUCKET -> Text.of("engine.step.bucket");
            case BUCKET_PERMISSIONS -> Text.of("engine.step.permissions");
            case TARGET_ACCOUNT -> Text.of("engine.step.target");
            case UPLOAD -> Text.of("engine.step.upload");
            case DEPLOY -> Text.of("engine.step.deploy");
        };
    }
}
