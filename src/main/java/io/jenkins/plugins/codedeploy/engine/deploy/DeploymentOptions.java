package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The optional parts of CreateDeployment. Null means not given, so that the group's own setting holds.
 *
 * @param description the user's; ours adds a nonce, and both share 256 characters
 * @param flags those that are set
 * @param autoRollback an empty set switches the group's automatic rollback off
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html">CreateDeployment</a>
 */
public record DeploymentOptions(
        @CheckForNull String deploymentConfig,
        @CheckForNull String description,
        @CheckForNull FileExistsBehavior fileExistsBehavior,
        @NonNull Set<DeploymentFlag> flags,
        @CheckForNull Set<RollbackEvent> autoRollback,
        @CheckForNull AlarmOverride alarms,
        @CheckForNull TargetFilter targetInstances) {

    public static final DeploymentOptions DEFAULTS = builder().build();
    static final int DESCRIPTION_LIMIT = 256;

    public DeploymentOptions {
        flags = Set.copyOf(flags);
        autoRollback = autoRollback == null ? null : Set.copyOf(autoRollback);
        int most = DESCRIPTION_LIMIT - Nonce.LENGTH - 1;
        if (description != null && description.length() > most) {
            throw new InvalidInputException(
                    "description", Text.of("deploy.descriptionTooLong", description.length(), most));
        }
    }

    /** Nothing is given until it is set here. */
    @NonNull
    public static Builder builder() {
        return new Builder();
    }

    /** The fields that are given although Lambda and ECS refuse them. */
    @NonNull
    List<String> serverOnly() {
        List<String> fields = new ArrayList<>();
        if (fileExistsBehavior != null) {
            fields.add("fileExistsBehavior");
        }
        flags.stream()
                .filter(DeploymentFlag::isServerOnly)
                .sorted()
                .map(DeploymentFlag::field)
                .forEach(fields::add);
        if (targetInstances != null) {
            fields.add("targetInstances");
        }
        return fields;
    }

    /** Takes null for what is not given. */
    public static final class Builder {
        private String deploymentConfig;
        private String description;
        private FileExistsBehavior fileExistsBehavior;
        private Set<DeploymentFlag> flags = Set.of();
        private Set<RollbackEvent> autoRollback;
        private AlarmOverride alarms;
        private TargetFilter targetInstances;

        private Builder() {}

        @NonNull
        public Builder deploymentConfig(@CheckForNull String name) {
            deploymentConfig = name;
            return this;
        }

        @NonNull
        public Builder description(@CheckForNull String text) {
            description = text;
            return this;
        }

        @NonNull
        public Builder fileExistsBehavior(@CheckForNull FileExistsBehavior behavior) {
            fileExistsBehavior = behavior;
            return this;
        }

        @NonNull
        public Builder flags(@NonNull Set<DeploymentFlag> set) {
            flags = Set.copyOf(set);
            return this;
        }

        /** @param events an empty set switches the group's automatic rollback off */
        @NonNull
        public Builder autoRollback(@CheckForNull Set<RollbackEvent> events) {
            autoRollback = events == null ? null : Set.copyOf(events);
            return this;
        }

        @NonNull
        public Builder alarms(@CheckForNull AlarmOverride override) {
            alarms = override;
            return this;
        }

        @NonNull
        public Builder targetInstances(@CheckForNull TargetFilter filter) {
            targetInstances = filter;
            return this;
        }

        /** @throws InvalidInputException for a description that is too long */
        @NonNull
        public DeploymentOptions build() {
            return new DeploymentOptions(
                    deploymentConfig, description, fileExistsBehavior, flags, autoRollback, alarms, targetInstances);
        }
    }
}
