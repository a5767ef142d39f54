package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushNarratorTest {
    private static final String EVIL = "a\r\nFinished: SUCCESS\u2028b\u0085c\u001b[2J\u009b31m\u202ed";

    private final List<String> lines = new ArrayList<>();
    private final PushNarrator narrator = new PushNarrator(Language.ENGLISH, lines::add);

    @Test
    void nothingThatAWorkspaceHoldsBreaksOutOfItsLine() {
        narrator.surveyed(survey(false, List.of(Text.of("bundle.git", EVIL), Text.of("bundle.backslash", EVIL))));
        narrator.digested(EVIL);
        narrator.note(Text.of("upload.said", EVIL));

        assertEquals(5, lines.size(), lines.toString());
        for (String line : lines) {
            assertEquals(1, line.lines().count(), line);
            assertFalse(line.matches(".*[\\p{Cc}\\p{Cf}\u2028].*"), line);
        }
    }

    @Test
    void aReadyArchiveIsNotCalledABundling() {
        narrator.surveyed(survey(true, List.of()));

        assertTrue(lines.get(0).startsWith("Existing zip archive"), lines.toString());
    }

    /** A part every few milliseconds for as long as the test lasts: the lines of its beginning and its end, and none between. */
    @Test
    void aFastUploadTellsItsBeginningAndItsEnd() {
        narrator.sending();
        for (int bytes = 1; bytes <= 1_000; bytes++) {
            narrator.sent(bytes, 1_000);
        }
        narrator.sent(packed(1_000));

        assertEquals(2, lines.size(), lines.toString());
        assertEquals("Uploading", lines.get(0));
        assertTrue(lines.get(1).startsWith("Sent zip archive, 1000 B in"), lines.toString());
    }

    /** A megabyte a second, a look a second: a line every ten seconds, with the time that is left. */
    @Test
    void aLongUploadTellsItsRateAndTheTimeThatIsLeft() {
        long[] seconds = {0};
        PushNarrator slow = new PushNarrator(Language.ENGLISH, lines::add, () -> seconds[0] * 1_000_000_000);
        slow.surveyed(new Survey("zip", false, 7, 360L << 20, "appspec.yml", new byte[0], true, List.of()));
        slow.sending();
        for (; seconds[0] <= 180; seconds[0]++) {
            // half of the content is what compression takes away
            slow.sent(seconds[0] << 20, seconds[0] << 21);
        }
        slow.sent(packed(180L << 20));

        assertEquals(21, lines.size(), lines.toString());
        assertEquals("Sent 10.0 MiB, 1.0 MiB/s, 5 % done, 3 min left", lines.get(2));
        assertEquals("Sent 100.0 MiB, 1.0 MiB/s, 55 % done, 80 s left", lines.get(11));
        assertEquals("Sent 180.0 MiB, 1.0 MiB/s", lines.get(19));
        assertTrue(lines.get(20).startsWith("Sent zip archive, 180.0 MiB in 18"), lines.toString());
    }

    private static Packed packed(long size) {
        return new Packed("zip", size, 8 << 20, List.of(), "digest");
    }

    @Test
    void saysWhetherItWasSent() {
        S3Revision revision = new S3Revision("bucket", "a.zip", null, null, null);
        narrator.done(new PushedRevision(revision, 7, "digest", true));
        narrator.done(new PushedRevision(revision, 7, "digest", false));

        assertEquals("Uploaded s3://bucket/a.zip", lines.get(0));
        assertEquals("Already in the bucket, not uploaded again: s3://bucket/a.zip", lines.get(1));
    }

    private static Survey survey(boolean readyMade, List<Text> warnings) {
        return new Survey("zip", readyMade, 7, 900, "appspec.yml", new byte[0], true, warnings);
    }
}
