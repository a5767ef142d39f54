package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Pattern;

/** Words in documents that stand for a value that is not known. */
public final class Placeholders {
    private static final Pattern ALL = Pattern.compile("(?<![\\w-])(?:SOURCE_ACCOUNT|SOURCE_USER|TARGET_ACCOUNT"
            + "|CROSS_ACCOUNT_ROLE|EXTERNAL_ID|APPLICATION|DEPLOYMENT_GROUP|BUCKET|BUCKET_REGION|KMS_KEY_ARN|INSTANCE_ROLE"
            + "|CODEDEPLOY_SERVICE_ROLE|AUTO_SCALING_GROUP|REGION|Key=TAG,Value=VALUE)(?![\\w-])");

    private Placeholders() {}

    /** Returns whether a text contains one. */
    public static boolean areIn(@NonNull String text) {
        return ALL.matcher(text).find();
    }
}
