package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids in the forms that AWS gives them. */
final class DeploymentIds {
    private static final Pattern DEPLOYMENT = Pattern.compile("d-[A-Z0-9]{9}");
    private static final String SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private DeploymentIds() {}

    @NonNull
    static String deployment() {
        StringBuilder id = new StringBuilder("d-");
        for (int i = 0; i < 9; i++) {
            id.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
        }
        return id.toString();
    }

    static boolean isDeployment(@NonNull String id) {
        return DEPLOYMENT.matcher(id).matches();
    }

    @NonNull
    static String instance() {
        return "i-0" + String.format("%016x", RANDOM.nextLong()).substring(1);
    }

    @NonNull
    static String resource() {
        return UUID.randomUUID().toString();
    }
}
