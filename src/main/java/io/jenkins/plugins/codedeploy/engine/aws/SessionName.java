package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.UniqueNames;

/**
 * A role session's name, source identity and tags, by which CloudTrail and policies tell which job acted. Two jobs
 * never share one: {@code team/prod} is {@code jenkins-team,prod}, and what cannot be written is escaped with {@code =}.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>
 */
public final class SessionName {
    private static final String JOB = "jenkins-";
    /** No job's name begins with it. */
    private static final String CONTROLLER = "jenkins+";

    private static final char MARK = '=';
    private static final String PLAIN = "_.@-";
    private static final int LIMIT = 64;
    /** A hash of 80 bits, so that no second job name with the same hash can be found. */
    private static final int HASH = 20;

    private static final String PLAIN_IN_TAG = "_.:/+@- ";
    private static final int LONGEST_TAG = 256;
    private static final int TAG_HASH = 32;

    private SessionName() {}

    /**
     * At most 64 characters of {@code [\w+=,.@-]}.
     *
     * @param job full name
     * @param build blank for the job as a whole
     */
    @NonNull
    public static String of(@NonNull String job, @NonNull String build) {
        // A comma is escaped in names, so it can stand for the slash; likewise the plus sign.
        String name = JOB + UniqueNames.escape(job, PLAIN + "/", MARK).replace('/', ',');
        String whole = build.isEmpty() ? name : name + "+" + UniqueNames.escape(build, PLAIN, MARK);
        return UniqueNames.limit(whole, MARK, LIMIT, HASH);
    }

    /** For what the controller does for no job or for several. */
    @NonNull
    public static String ofController(@NonNull String purpose) {
        return CONTROLLER + purpose;
    }

    /**
     * The value of a session tag, at most 256 characters.
     *
     * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html">What a tag's value may hold</a>
     */
    @NonNull
    public static String tag(@NonNull String value) {
        return UniqueNames.limit(UniqueNames.escape(value, PLAIN_IN_TAG, MARK), MARK, LONGEST_TAG, TAG_HASH);
    }
}
