package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.CompletedPart;

class PartSigningTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final long MIB = 1 << 20;
    private static final String SUM = "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";

    private final List<String> progress = new ArrayList<>();
    private final PushListener listener = new PushListener() {
        @Override
        public void sent(long bytes, long content) {
            progress.add(bytes + "/" + content);
        }
    };

    @Test
    void bindsEveryPartToItsChecksum() throws Exception {
        PartSigning signing = signing(endless());
        signing.sign(demand(1, 8 * MIB, null));
        PresignedPart second = signing.sign(demand(2, 8 * MIB, null));
        signing.sign(demand(3, 1, null));
        assertEquals(
                Map.of("x-amz-checksum-sha256", SUM, "x-amz-expected-bucket-owner", "111111111111"), second.headers());
        String url = second.url().toString();
        assertTrue(url.startsWith("https://releases.s3.eu-central-1.amazonaws.com/a.zip?"), url);
        assertTrue(url.contains("partNumber=2") && url.contains("uploadId=up1"), url);
        assertTrue(url.contains("X-Amz-SignedHeaders=host%3Bx-amz-checksum-sha256%3Bx-amz-expected-bucket-owner"), url);
        assertTrue(url.contains("X-Amz-Date=20260301T120000Z"), url);
        assertEquals(3600, seconds(second));
        List<CompletedPart> parts = signing.completed(sent(16 * MIB + 1, stored(3), stored(1), stored(2)));
        assertEquals(
                List.of(1, 2, 3), parts.stream().map(CompletedPart::partNumber).toList());
        assertEquals("\"e2\"", parts.get(1).eTag());
        assertEquals(SUM, parts.get(1).checksumSHA256());
    }

    @Test
    void tellsHowFarItIs() throws Exception {
        PartSigning signing = signing(endless());
        signing.sign(new PartDemand(1, 8 * MIB, SUM, 10, 0, null));
        signing.sign(new PartDemand(2, 8 * MIB, SUM, 30, 8 * MIB, null));
        assertEquals(List.of("0/10", 8 * MIB + "/30"), progress);
    }

    @Test
    void aUrlNeverOutlivesItsSession() throws Exception {
        PartSigning signing = signing(new StandInClients(CLOCK, renewals -> NOW.plusSeconds(1800)));
        assertEquals(1800, seconds(signing.sign(demand(1, 1, null))));
    }

    @Test
    void aSessionThatEndsSoonIsRenewedFirst() throws Exception {
        StandInClients clients = new StandInClients(CLOCK, renewals -> NOW.plusSeconds(renewals == 0 ? 299 : 900));
        assertEquals(900, seconds(signing(clients).sign(demand(1, 1, null))));
        assertEquals(1, clients.renewals);
    }

    @Test
    void aSessionThatCannotBeRenewedIsUsedToItsEnd() throws Exception {
        StandInClients clients = new StandInClients(CLOCK, renewals -> NOW.minusSeconds(5));
        assertEquals(1, seconds(signing(clients).sign(demand(1, 1, null))));
        assertEquals(1, clients.renewals);
    }

    @Test
    void signsAnewWhatWasRefused() throws Exception {
        StandInClients clients = endless();
        PartSigning signing = signing(clients);
        signing.sign(demand(1, 8 * MIB, null));
        signing.sign(demand(2, 8 * MIB, null));
        PresignedPart again = signing.sign(demand(2, 8 * MIB, refused(2)));
        assertEquals(1, clients.renewals);
        assertTrue(again.url().toString().contains("ASIA1"), "signed in the fresh session");
        signing.sign(demand(1, 8 * MIB, refused(1)));
        assertEquals(1, clients.renewals, "the session is newer than what was refused");
        signing.sign(demand(1, 8 * MIB, refused(1)));
        assertEquals(2, clients.renewals);
    }

    @Test
    void signsAnewWithoutANewSessionWhatGotNoAnswer() throws Exception {
        StandInClients clients = endless();
        PartSigning signing = signing(clients);
        signing.sign(demand(1, 1, null));
        signing.sign(demand(1, 1, unanswered(1)));
        signing.sign(demand(1, 1, unanswered(1)));
        assertEquals(0, clients.renewals);
    }

    @Test
    void saysWhoWasRefusedWhatInTheEnd() throws Exception {
        PartSigning signing = signing(endless());
        signing.sign(demand(1, 1, null));
        signing.sign(demand(1, 1, refused(1)));
        signing.sign(demand(1, 1, refused(1)));
        IOException told = assertThrows(IOException.class, () -> signing.sign(demand(1, 1, refused(1))));
        assertEquals("The upload of a.zip has ended.", told.getMessage(), "all that the machine learns");
        assertEquals(
                "S3 denied access: credential \"aws-dev\" is not allowed to perform s3:PutObject on arn:aws:s3:::releases/a.zip."
                        + " S3 says AccessDenied: Request has expired (request ID: REQ1).",
                failure(signing).problem().brief(Locale.ROOT));
    }

    @Test
    void saysThatTheOtherMachineCannotReachS3() throws Exception {
        PartSigning signing = signing(endless());
        signing.sign(demand(1, 1, null));
        assertThrows(IOException.class, () -> signing.sign(demand(1, 1, unconnected(1))));
        String message = failure(signing).getMessage();
        assertTrue(message.contains("ConnectException: Connection refused"), message);
        assertTrue(message.contains("-Dhttps.proxyHost"), message);
        assertFalse(message.contains("Signature"), message);
    }

    /** It has answered before: this is an outage. */
    @Test
    void aConnectionThatFailsLaterIsTriedAnew() throws Exception {
        PartSigning signing = signing(endless());
        signing.sign(demand(1, 8 * MIB, null));
        signing.sign(demand(2, 1, null));
        signing.sign(new PartDemand(2, 1, SUM, 0, 8 * MIB, unconnected(2)));
        assertEquals(null, signing.failure());
    }

    @Test
    void whatNoSignatureFixesIsNotSignedAgain() throws Exception {
        PartSigning signing = signing(endless());
        signing.sign(demand(1, 1, null));
        PartResult gone = new PartResult(1, null, 404, "NoSuchUpload", "gone", null);
        assertThrows(IOException.class, () -> signing.sign(demand(1, 1, gone)));
        failure(signing);
    }

    @Test
    void aPartIsSignedAgainOnlyForTheSameBytesAndAfterARefusal() throws Exception {
        String other = SUM.replace('y', 'z');
        for (PartDemand again : List.of(
                demand(1, 1, null),
                demand(1, 2, refused(1)),
                new PartDemand(1, 1, other, 0, 0, refused(1)),
                demand(2, 1, refused(2)))) {
            PartSigning signing = signing(endless());
            signing.sign(demand(1, 1, null));
            assertThrows(IOException.class, () -> signing.sign(again));
            assertEquals("upload.answer", failure(signing).problem().summary().code());
            assertThrows(IOException.class, () -> signing.sign(demand(3, 1, null)), "no more, after a lie");
        }
    }

    @Test
    void nothingIsSignedAfterTheEnd() throws Exception {
        PartSigning signing = signing(endless());
        signing.end();
        assertThrows(IOException.class, () -> signing.sign(demand(1, 1, null)));
        assertEquals(null, signing.failure());
    }

    @Test
    void theObjectIsMadeOfTheSignedPartsAlone() throws Exception {
        PartSigning signing = signing(endless());
        signing.sign(demand(1, 8 * MIB, null));
        signing.sign(demand(2, 1, null));
        for (SentArchive sent : List.of(
                sent(8 * MIB + 1, stored(1)),
                sent(8 * MIB + 1, stored(1), stored(1)),
                sent(8 * MIB + 1, stored(1), stored(3)),
                sent(8 * MIB + 1, stored(1), refused(2)),
                sent(8 * MIB + 2, stored(1), stored(2)),
                sent(8 * MIB, stored(1)),
                sent(16 * MIB + 1, stored(1), stored(2), stored(3)))) {
            EngineException e = assertThrows(EngineException.class, () -> signing.completed(sent));
            assertEquals("upload.answer", e.problem().summary().code());
        }
    }

    private static EngineException failure(PartSigning signing) {
        EngineException failure = signing.failure();
        assertTrue(failure != null);
        return failure;
    }

    private static StandInClients endless() {
        return new StandInClients(CLOCK, renewals -> Instant.MAX);
    }

    private static PartResult stored(int number) {
        return new PartResult(number, "\"e" + number + "\"", 200, null, null, null);
    }

    private static PartResult refused(int number) {
        return new PartResult(number, null, 403, "AccessDenied", "Request has expired", "REQ1");
    }

    private static PartResult unanswered(int number) {
        return new PartResult(number, null, 0, "IOException", "no answer within 60 s", null);
    }

    private static PartResult unconnected(int number) {
        return new PartResult(number, null, 0, "ConnectException", "Connection refused", null);
    }

    private static PartDemand demand(int number, long length, PartResult refused) {
        return new PartDemand(number, length, SUM, 0, 0, refused);
    }

    private static SentArchive sent(long size, PartResult... parts) {
        int count = (int) ((size + 8 * MIB - 1) / (8 * MIB));
        return new SentArchive(
                new Packed("zip", size, 8 * MIB, Collections.nCopies(count, SUM), "d".repeat(64)), List.of(parts));
    }

    private PartSigning signing(StandInClients clients) {
        BucketTarget target = new BucketTarget("releases", "eu-central-1", BucketOwner.SOURCE, "111111111111", null);
        RevisionKey key = new RevisionKey("a", ".zip", true);
        return new PartSigning(new Bucket(clients, target), UploadTuning.DEFAULT, key, "up1", listener);
    }

    private static long seconds(PresignedPart part) {
        Matcher m = Pattern.compile("X-Amz-Expires=(\\d+)").matcher(part.url().getQuery());
        assertTrue(m.find());
        return Long.parseLong(m.group(1));
    }
}
