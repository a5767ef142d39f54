package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import java.util.Locale;

/** What is looked at, in the order of the guide's steps. */
public enum Check {
    IDENTITY(GuideStep.BUCKET),
    BUCKET(GuideStep.BUCKET),
    BUCKET_REGION(GuideStep.BUCKET),
    OWNERSHIP(GuideStep.BUCKET),
    ENCRYPTION(GuideStep.BUCKET),
    BUCKET_POLICY(GuideStep.BUCKET_PERMISSIONS),
    INSTANCE_ROLE(GuideStep.BUCKET_PERMISSIONS),
    APPLICATION(GuideStep.TARGET_ACCOUNT),
    DEPLOYMENT_GROUP(GuideStep.TARGET_ACCOUNT),
    TARGETS(GuideStep.TARGET_ACCOUNT),
    SERVICE_ROLE(GuideStep.TARGET_ACCOUNT),
    UPLOAD(GuideStep.UPLOAD),
    ASSUME_ROLE(GuideStep.DEPLOY),
    STOP(GuideStep.DEPLOY),
    CREATE(GuideStep.DEPLOY);

    private final GuideStep step;

    Check(GuideStep step) {
        this.step = step;
    }

    @NonNull
    public GuideStep step() {
        return step;
    }

    /** The one that first asks a service. */
    @NonNull
    static Check firstOf(@NonNull AwsService service) {
        return switch (service) {
            case STS -> IDENTITY;
            case S3 -> BUCKET;
            case CODEDEPLOY -> APPLICATION;
        };
    }

    /** Such as {@code bucket-policy}. */
    @NonNull
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
