package io.jenkins.plugins.codedeploy.engine.revision;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit that the instances fetch from GitHub themselves (EC2/on-premises only).
 *
 * @param repository {@code owner/name}
 * @param commitId 40 hexadecimal digits: CodeDeploy takes neither branches nor abbreviations
 * @throws InvalidInputException for {@code repository} or {@code commitId}
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GitHubLocation.html">GitHubLocation</a>
 */
public record GitHubRevision(
        @NonNull String repository, @NonNull String commitId) implements Revision {
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[\\w.-]{1,100}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern WRITTEN = Pattern.compile("https://github\\.com/([^/]+/[^/]+)/commit/([^/]+)");

    public GitHubRevision {
        repository = Inputs.required("repository", repository);
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new InvalidInputException("repository", Text.of("revision.repository", repository));
        }
        commitId = Inputs.required("commitId", commitId).toLowerCase(Locale.ROOT);
        if (!COMMIT.matcher(commitId).matches()) {
            throw new InvalidInputException("commitId", Text.of("revision.commitId", commitId));
        }
    }

    /** @throws InvalidInputException for {@code revision} unless it is what {@link #toString} writes */
    @NonNull
    public static GitHubRevision parse(@NonNull String text) {
        Matcher m = WRITTEN.matcher(text);
        if (!m.matches()) {
            throw new InvalidInputException("revision", Text.of("revision.form", text));
        }
        return new GitHubRevision(m.group(1), m.group(2));
    }

    @Override
    public String toString() {
        return "https://github.com/" + repository + "/commit/" + commitId;
    }
}
