package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a machine that has the files can say. Each method answers what it was given, or throws {@link EngineException}
 * for what our own code would never have said.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Multipart upload limits</a>
 */
final class HostAnswers {
    private static final Set<String> TYPES = Set.of("zip", "tar", "tgz");
    private static final Set<String> APP_SPECS = Set.of("appspec.yml", "appspec.yaml");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern E_TAG = Pattern.compile("\"?[\\x21-\\x7e&&[^\"<>&]]{1,128}\"?");
    private static final Pattern ERROR = Pattern.compile("[\\w. $-]{0,128}");
    private static final Pattern REQUEST_ID = Pattern.compile("[\\w+/=.-]{1,256}");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z]{1,40}");
    /** Packages whose code runs there. */
    private static final Pattern CODE = Pattern.compile("(engine|bundle|appspec)(\\.[A-Za-z0-9]{1,60}){1,4}");

    private static final int LONGEST_APP_SPEC = 1 << 20;
    private static final int LONGEST_ARGUMENT = 4096;
    private static final int LONGEST_MESSAGE = 2048;
    private static final int MOST_ARGUMENTS = 10;
    private static final int MOST_WARNINGS = 100;
    private static final int MOST_FINDINGS = 10_000;
    private static final long MOST_FILES = 100_000_000;
    /** More than S3 takes as one object. */
    private static final long MOST_BYTES = 64L << 40;

    private static final int MOST_PARTS = 10_000;
    private static final long SMALLEST_PART = 5L << 20;
    private static final long LARGEST_PART = 5L << 30;

    private HostAnswers() {}

    @NonNull
    static Survey survey(@NonNull Survey survey) throws EngineException {
        require(TYPES.contains(String.valueOf(survey.bundleType())), "bundleType", survey.bundleType());
        require(survey.files() >= 0 && survey.files() <= MOST_FILES, "files", survey.files());
        require(survey.bytes() >= 0 && survey.bytes() <= MOST_BYTES, "bytes", survey.bytes());
        String name = survey.appSpecName();
        byte[] content = survey.appSpecContent();
        require(
                name == null ? content == null : content != null && APP_SPECS.contains(name.toLowerCase(Locale.ROOT)),
                "appSpecName",
                name);
        require(
                content == null || content.length <= LONGEST_APP_SPEC,
                "appSpecContent",
                content == null ? 0 : content.length);
        require(
                survey.warnings().size() <= MOST_WARNINGS,
                "warnings",
                survey.warnings().size());
        return new Survey(
                survey.bundleType(),
                survey.readyMade(),
                survey.files(),
                survey.bytes(),
                name,
                content,
                survey.posixModes(),
                survey.warnings().stream().map(HostAnswers::text).toList());
    }

    @NonNull
    static List<Finding> findings(@NonNull List<Finding> findings) throws EngineException {
        require(findings.size() <= MOST_FINDINGS, "findings", findings.size());
        List<Finding> checked = new ArrayList<>();
        for (Finding finding : findings) {
            require(!missing(finding) && !missing(finding.kind()) && finding.line() >= 0, "finding", finding);
            checked.add(new Finding(finding.line(), finding.kind(), text(finding.text())));
        }
        return checked;
    }

    @NonNull
    static String digest(@CheckForNull String digest) throws EngineException {
        require(digest != null && DIGEST.matcher(digest).matches(), "digest", digest);
        return String.valueOf(digest);
    }

    @NonNull
    static Packed packed(@NonNull Packed packed) throws EngineException {
        require(TYPES.contains(String.valueOf(packed.bundleType())), "bundleType", packed.bundleType());
        require(packed.size() >= 0 && packed.size() <= MOST_BYTES, "size", packed.size());
        require(packed.partSize() >= SMALLEST_PART && packed.partSize() <= LARGEST_PART, "partSize", packed.partSize());
        digest(packed.digest());
        long parts = Math.max(1, (packed.size() + packed.partSize() - 1) / packed.partSize());
        require(
                parts <= MOST_PARTS && packed.partSha256().size() == parts,
                "partSha256",
                packed.partSha256().size());
        for (String sum : packed.partSha256()) {
            require(isSha256(sum), "partSha256", sum);
        }
        return packed;
    }

    @NonNull
    static PartDemand demand(@NonNull PartDemand given) throws EngineException {
        require(!missing(given), "part", null);
        require(given.number() >= 1 && given.number() <= MOST_PARTS, "part", given.number());
        require(given.length() >= 0 && given.length() <= LARGEST_PART, "length", given.length());
        require(isSha256(given.sha256()), "sha256", given.sha256());
        require(given.content() >= 0 && given.content() <= MOST_BYTES, "content", given.content());
        require(given.stored() >= 0 && given.stored() <= MOST_BYTES, "stored", given.stored());
        PartResult refused = given.refused();
        return new PartDemand(
                given.number(),
                given.length(),
                given.sha256(),
                given.content(),
                given.stored(),
                refused == null
                        ? null
                        : results(List.of(refused), Set.of(given.number())).get(0));
    }

    /** @param asked the parts that were to be sent */
    @NonNull
    static List<PartResult> results(@CheckForNull List<PartResult> results, @NonNull Set<Integer> asked)
            throws EngineException {
        require(results != null && results.size() == asked.size(), "parts", results == null ? null : results.size());
        Set<Integer> answered = new HashSet<>();
        List<PartResult> checked = List.copyOf(results == null ? List.of() : results);
        for (PartResult result : checked) {
            require(asked.contains(result.number()) && answered.add(result.number()), "number", result.number());
            require(result.eTag() == null || E_TAG.matcher(result.eTag()).matches(), "eTag", result.eTag());
            int status = result.status();
            require(status == 0 || status >= 100 && status < 600, "status", status);
            require(!result.isStored() || status == 200, "status", status);
            require(result.error() == null || ERROR.matcher(result.error()).matches(), "error", result.error());
            require(
                    result.requestId() == null
                            || REQUEST_ID.matcher(result.requestId()).matches(),
                    "requestId",
                    result.requestId());
        }
        return checked.stream().map(HostAnswers::brief).toList();
    }

    /** Without guidance: what to change in AWS is not for such a machine to say. */
    @NonNull
    static Problem problem(@CheckForNull Problem problem) {
        if (problem == null) {
            return Problem.of(Text.of("upload.answer", "problem", ""));
        }
        return new Problem(
                text(problem.summary()),
                problem.cause() == null ? null : text(problem.cause()),
                problem.fix() == null ? null : text(problem.fix()));
    }

    @NonNull
    static InvalidInputException invalid(@NonNull InvalidInputException e) {
        String field = !missing(e.field()) && FIELD.matcher(e.field()).matches() ? e.field() : "source";
        return new InvalidInputException(field, text(e.text()));
    }

    /** What an agent sends can lack even what this code never leaves out. */
    private static boolean missing(@CheckForNull Object value) {
        return value == null;
    }

    /** @param given what was answered; shown in part */
    static void require(boolean holds, String field, @CheckForNull Object given) throws EngineException {
        if (!holds) {
            String shown = SingleLine.of(cut(String.valueOf(given), 100));
            throw new EngineException(Problem.of(Text.of("upload.answer", field, shown), Text.of("upload.answer.fix")));
        }
    }

    private static PartResult brief(PartResult result) {
        String message = result.message();
        return new PartResult(
                result.number(),
                result.eTag(),
                result.status(),
                result.error(),
                message == null ? null : UrlRedaction.withoutQuery(cut(message, LONGEST_MESSAGE)),
                result.requestId());
    }

    /** Words that our code has, with arguments of a bounded length; where they are not, says so. */
    private static Text text(@CheckForNull Text text) {
        if (text == null
                || !CODE.matcher(text.code()).matches()
                || text.args().size() > MOST_ARGUMENTS
                || !hasWords(text)) {
            return Text.of("upload.answer", "text", "");
        }
        return Text.of(
                text.code(),
                text.args().stream().map(arg -> cut(arg, LONGEST_ARGUMENT)).toArray());
    }

    private static boolean hasWords(Text text) {
        try {
            return !text.in(Locale.ROOT).isEmpty();
        } catch (MissingResourceException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isSha256(@CheckForNull String sum) {
        if (sum == null || sum.length() != 44) {
            return false;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(sum);
            return bytes.length == 32
                    && Base64.getEncoder().encodeToString(bytes).equals(sum);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
