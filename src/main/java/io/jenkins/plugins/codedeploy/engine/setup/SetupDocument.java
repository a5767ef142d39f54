package io.jenkins.plugins.codedeploy.engine.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.Locale;

/**
 * A document to be put into one of the accounts.
 *
 * @param account of 12 digits, or a placeholder
 * @param resource whose document it is: an ARN
 */
public record SetupDocument(
        @NonNull Kind kind,
        @NonNull String account,
        @NonNull String resource,
        @NonNull ObjectNode document) {
    /** Which document. */
    public enum Kind {
        /** Before everything that names the role of the source account: a principal must exist. */
        IDENTITY_PROVIDER(GuideStep.BUCKET),
        SOURCE_TRUST_POLICY(GuideStep.BUCKET),
        BUCKET_POLICY(GuideStep.BUCKET_PERMISSIONS),
        LIFECYCLE(GuideStep.BUCKET),
        KEY_POLICY(GuideStep.BUCKET_PERMISSIONS),
        INSTANCE_ROLE_POLICY(GuideStep.BUCKET_PERMISSIONS),
        TRUST_POLICY(GuideStep.TARGET_ACCOUNT),
        ROLE_POLICY(GuideStep.TARGET_ACCOUNT),
        SOURCE_POLICY(GuideStep.UPLOAD);

        private final GuideStep step;

        Kind(GuideStep step) {
            this.step = step;
        }

        @NonNull
        public GuideStep step() {
            return step;
        }

        /** Of a file that holds it. */
        @NonNull
        public String fileName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".json";
        }
    }

    /** What it is and where it belongs. */
    @NonNull
    public Text title() {
        return switch (kind) {
            case IDENTITY_PROVIDER -> Text.of("setup.identityProvider", resource, account);
            case BUCKET_POLICY -> Text.of("setup.bucketPolicy", resource, account);
            case LIFECYCLE -> Text.of("setup.lifecycle", resource, account);
            case KEY_POLICY -> Text.of("setup.keyPolicy", resource, account);
            case INSTANCE_ROLE_POLICY -> Text.of("setup.instanceRolePolicy", resource, account);
            case SOURCE_TRUST_POLICY, TRUST_POLICY -> Text.of("setup.trustPolicy", resource, account);
            case ROLE_POLICY -> Text.of("setup.rolePolicy", resource, account);
            case SOURCE_POLICY -> Text.of("setup.sourcePolicy", resource, account);
        };
    }

    /** Laid out for people. */
    @NonNull
    public String json() {
        return PolicyJson.text(document);
    }
}
