package io.jenkins.plugins.codedeploy.engine.changes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.UrlRedaction;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The object of a revision, in its very version. */
final class S3Ranges implements ObjectRanges {
    /** Of one request. */
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Of one request, in bytes. */
    private static final int LARGEST_PART = 4 << 20;

    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final S3Client s3;
    private final S3Revision revision;
    /** With quotes; null before the first answer. */
    @CheckForNull
    private String eTag;

    private record Part(byte[] bytes, long size) {}

    S3Ranges(@NonNull S3Client s3, @NonNull S3Revision revision) {
        this.s3 = s3;
        this.revision = revision;
    }

    /** @throws SdkException if S3 refuses or does not answer */
    @Override
    public Tail tail(int most) throws IncomparableException {
        Part part = get("bytes=-" + most, -1, most);
        return new Tail(part.bytes, part.size);
    }

    /** @throws SdkException as above */
    @Override
    public byte[] read(long offset, int count) throws IncomparableException {
        byte[] all = new byte[count];
        for (int at = 0; at < count; at += LARGEST_PART) {
            int length = Math.min(LARGEST_PART, count - at);
            long from = offset + at;
            byte[] part = get("bytes=" + from + "-" + (from + length - 1), from, length).bytes;
            if (part.length != length) {
                throw unusable();
            }
            System.arraycopy(part, 0, all, at, length);
        }
        return all;
    }

    /**
     * @param from the first byte that the answer must begin with; -1 for the end of the object
     * @param most more bytes are not read, whatever the answer has
     */
    private Part get(String range, long from, int most) throws IncomparableException {
        try (ResponseInputStream<GetObjectResponse> in = s3.getObject(r -> r.bucket(revision.bucket())
                .key(revision.key())
                .versionId(revision.versionId())
                .ifMatch(eTag)
                .range(range)
                .overrideConfiguration(c -> c.apiCallTimeout(LIMIT)))) {
            GetObjectResponse answer = in.response();
            byte[] bytes = in.readNBytes(most);
            if (answer.contentLength() == null || answer.contentLength() > most) {
                // so that what was not asked for is not read
                in.abort();
            }
            check(answer);
            Matcher place = RANGE.matcher(answer.contentRange() == null ? "" : answer.contentRange());
            if (!place.matches()) {
                throw unusable();
            }
            long first = Long.parseLong(place.group(1));
            long size = Long.parseLong(place.group(3));
            long expected = from < 0 ? Math.max(0, size - most) : from;
            long last = Math.min(size, expected + most) - 1;
            if (first != expected || Long.parseLong(place.group(2)) != last || bytes.length != last - first + 1) {
                throw unusable();
            }
            return new Part(bytes, size);
        } catch (IOException e) {
            throw new IncomparableException(Text.of("changes.notRead", AwsErrors.message(e)));
        }
    }

    /** Without a version, the object can be replaced between two requests. */
    private void check(GetObjectResponse answer) throws IncomparableException {
        String seen = S3Revision.withoutQuotes(answer.eTag());
        String expected = revision.eTag();
        if (expected != null && !expected.equals(seen)) {
            throw new IncomparableException(Text.of("changes.replaced"));
        }
        if (eTag == null) {
            eTag = answer.eTag();
        }
    }

    private IncomparableException unusable() {
        return new IncomparableException(Text.of("changes.noRanges"));
    }

    /** Says why an object cannot be read. */
    @NonNull
    static Text explain(@NonNull SdkException e) {
        String code = AwsErrors.code(e);
        if (code.equals("PreconditionFailed")) {
            return Text.of("changes.replaced");
        }
        if (code.equals("InvalidRange")) {
            return Text.of("changes.zip.none");
        }
        return Text.of("changes.notRead", UrlRedaction.withoutQuery(AwsErrors.message(e)));
    }
}
