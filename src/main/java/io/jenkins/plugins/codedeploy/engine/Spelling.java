package io.jenkins.plugins.codedeploy.engine;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Settings by the names that their readers know: a field of forms and steps, an option of the command line. */
public final class Spelling {
    /** Options that are not simply spelled differently. */
    private static final Map<String, String> OPTIONS = Map.of(
            "includes", "--include",
            "excludes", "--exclude",
            "versionId", "--revision",
            "eTag", "--revision",
            "bundleType", "--revision");

    private static final Set<String> OF_COMMAND_LINE = Set.of("bucketRegion", "expectedBucketOwner");
    private static final Set<String> OF_FORMS = Set.of("stsRegion", "bucketOwnerFullControl");

    private Spelling() {}

    /** On the command line: {@code --role-arn} for {@code roleArn}. */
    @NonNull
    public static String option(@NonNull String field) {
        return OPTIONS.getOrDefault(
                field, "--" + field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    }

    /** For readers of both: {@code roleArn (--role-arn)}; what only one of them has, as it is there. */
    @NonNull
    public static String of(@NonNull String field) {
        if (OF_FORMS.contains(field)) {
            return field;
        }
        return OF_COMMAND_LINE.contains(field) ? option(field) : field + " (" + option(field) + ")";
    }
}
