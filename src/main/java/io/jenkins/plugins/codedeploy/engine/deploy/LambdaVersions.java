package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions in the AppSpec of a Lambda function: {@code CurrentVersion} is the one that the alias points to when the
 * deployment begins, so an earlier AppSpec does not fit any more.
 */
final class LambdaVersions {
    private static final String VALUE = "(\"?%s\"?\\s*:\\s*[\"']?)([\\w$]{1,128})";
    private static final Pattern CURRENT = Pattern.compile(VALUE.formatted("CurrentVersion"));
    private static final Pattern TARGET = Pattern.compile(VALUE.formatted("TargetVersion"));

    private LambdaVersions() {}

    /**
     * Returns an earlier AppSpec that begins with the version that is live; the given revision if it is no AppSpec of one
     * Lambda function, or if the live version is unknown.
     */
    @NonNull
    static Revision beginWith(@NonNull Revision earlier, @CheckForNull Revision live) {
        if (!(earlier instanceof AppSpecRevision before) || !(live instanceof AppSpecRevision now)) {
            return earlier;
        }
        List<MatchResult> version = TARGET.matcher(now.content()).results().toList();
        Matcher current = CURRENT.matcher(before.content());
        if (version.size() != 1 || current.results().count() != 1) {
            return earlier;
        }
        String target = version.get(0).group(2);
        return new AppSpecRevision(
                current.reset().replaceFirst(match -> Matcher.quoteReplacement(match.group(1) + target)));
    }
}
