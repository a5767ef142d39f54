package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
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

class PartBatchesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final long MIB = 1 << 20;
    private static final String SUM = "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";

    private final List<String> progress = new ArrayList<>();
    private final PushListener listener = new PushListener() {
        @Override
        public void sent(long bytes, long total) {
            progress.add(bytes + "/" + total);
        }
    };

    @Test
    void bindsEveryPartToItsChecksum() throws Exception {
        FakeHost host = storing();
        List<CompletedPart> parts = send(host, endless(), 3);

        PresignedPart second = host.batches.get(0).get(1);
        assertEquals(
                Map.of("x-amz-checksum-sha256", SUM, "x-amz-expected-bucket-owner", "111111111111"), second.headers());
        assertEquals(8 * MIB, second.offset());
        assertEquals(8 * MIB, second.length());
        assertEquals(1, host.batches.get(0).get(2).length());
        String url = second.url().toString();
        assertTrue(url.startsWith("https://releases.s3.eu-central-1.amazonaws.com/a.zip?"), url);
        assertTrue(url.contains("partNumber=2") && url.contains("uploadId=up1"), url);
        assertTrue(url.contains("X-Amz-SignedHeaders=host%3Bx-amz-checksum-sha256%3Bx-amz-expected-bucket-owner"), url);
        assertTrue(url.contains("X-Amz-Date=20260301T120000Z"), url);
        assertEquals(3600, seconds(second));
        assertEquals(
                List.of(1, 2, 3), parts.stream().map(CompletedPart::partNumber).toList());
        assertEquals("\"e2\"", parts.get(1).eTag());
        assertEquals(SUM, parts.get(1).checksumSHA256());
    }

    @Test
    void presignsAFewAtATime() throws Exception {
        FakeHost host = storing();
        assertEquals(35, send(host, endless(), 35).size());
        assertEquals(List.of(16, 16, 3), host.batches.stream().map(List::size).toList());
        long total = 34 * 8 * MIB + 1;
        assertEquals(
                List.of("0/" + total, 128 * MIB + "/" + total, 256 * MIB + "/" + total, total + "/" + total), progress);
    }

    @Test
    void aUrlNeverOutlivesItsSession() throws Exception {
        FakeHost host = storing();
        send(host, new StandInClients(CLOCK, renewals -> NOW.plusSeconds(1800)), 1);
        assertEquals(1800, seconds(host.batches.get(0).get(0)));
    }

    @Test
    void aSessionThatEndsSoonIsRenewedFirst() throws Exception {
        StandInClients clients = new StandInClients(CLOCK, renewals -> NOW.plusSeconds(renewals == 0 ? 299 : 900));
        FakeHost host = storing();
        send(host, clients, 1);
        assertEquals(1, clients.renewals);
        assertEquals(900, seconds(host.batches.get(0).get(0)));
    }

    @Test
    void aSessionThatCannotBeRenewedIsUsedToItsEnd() throws Exception {
        StandInClients clients = new StandInClients(CLOCK, renewals -> NOW.minusSeconds(5));
        FakeHost host = storing();
        send(host, clients, 17);
        assertEquals(2, clients.renewals, "once a batch");
        assertEquals(1, seconds(host.batches.get(0).get(0)));
    }

    @Test
    void signsAnewWhatWasRefused() throws Exception {
        StandInClients clients = endless();
        FakeHost host = new FakeHost((parts, call) -> parts.stream()
                .map(part -> call == 1 && part.number() % 2 == 0 ? FakeHost.refused(part) : FakeHost.stored(part))
                .toList());
        assertEquals(5, send(host, clients, 5).size());
        assertEquals(
                List.of(2, 4),
                host.batches.get(1).stream().map(PresignedPart::number).toList());
        assertEquals(1, clients.renewals);
        assertTrue(host.batches.get(1).get(0).url().toString().contains("ASIA1"), "signed in the fresh session");
    }

    @Test
    void signsAnewWithoutANewSessionWhatGotNoAnswer() throws Exception {
        StandInClients clients = endless();
        FakeHost host = new FakeHost((parts, call) -> parts.stream()
                .map(part -> call < 3 ? FakeHost.unanswered(part) : FakeHost.stored(part))
                .toList());
        assertEquals(1, send(host, clients, 1).size());
        assertEquals(0, clients.renewals);
    }

    @Test
    void saysWhoWasRefusedWhatInTheEnd() {
        FakeHost host = new FakeHost(
                (parts, call) -> parts.stream().map(FakeHost::refused).toList());
        EngineException e = assertThrows(EngineException.class, () -> send(host, endless(), 2));
        assertEquals(3, host.batches.size());
        assertEquals(
                "S3 denied access: credential \"aws-dev\" is not allowed to perform s3:PutObject on arn:aws:s3:::releases/a.zip."
                        + " S3 says AccessDenied: Request has expired (request ID: REQ1).",
                e.problem().brief(Locale.ROOT));
    }

    @Test
    void saysThatTheOtherMachineCannotReachS3() {
        FakeHost host = new FakeHost(
                (parts, call) -> parts.stream().map(FakeHost::unconnected).toList());
        EngineException e = assertThrows(EngineException.class, () -> send(host, endless(), 1));
        assertEquals(1, host.batches.size());
        assertTrue(e.getMessage().contains("ConnectException: Connection refused"), e.getMessage());
        assertTrue(e.getMessage().contains("-Dhttps.proxyHost"), e.getMessage());
        assertFalse(e.getMessage().contains("Signature"), e.getMessage());
    }

    /** It has answered before: this is an outage. */
    @Test
    void aConnectionThatFailsLaterIsTriedAnew() throws Exception {
        FakeHost host = new FakeHost((parts, call) -> parts.stream()
                .map(part -> part.number() == 1 || call == 3 ? FakeHost.stored(part) : FakeHost.unconnected(part))
                .toList());
        assertEquals(2, send(host, endless(), 2).size());
        assertEquals(3, host.batches.size());
    }

    @Test
    void whatNoSignatureFixesIsNotSignedAgain() {
        FakeHost host =
                new FakeHost((parts, call) -> List.of(new PartResult(1, null, 404, "NoSuchUpload", "gone", null)));
        assertThrows(EngineException.class, () -> send(host, endless(), 1));
        assertEquals(1, host.batches.size());
    }

    @Test
    void anAnswerMustBeForEachPartThatWasAskedFor() {
        FakeHost silent = new FakeHost((parts, call) -> List.of());
        assertThrows(EngineException.class, () -> send(silent, endless(), 2));
        FakeHost confused = new FakeHost((parts, call) -> List.of(new PartResult(9, "e", 200, null, null, null)));
        assertThrows(EngineException.class, () -> send(confused, endless(), 2));
    }

    private static FakeHost storing() {
        return new FakeHost(
                (parts, call) -> parts.stream().map(FakeHost::stored).toList());
    }

    private static StandInClients endless() {
        return new StandInClients(CLOCK, renewals -> Instant.MAX);
    }

    private List<CompletedPart> send(FakeHost host, StandInClients clients, int parts) throws Exception {
        BucketTarget target = new BucketTarget("releases", "eu-central-1", BucketOwner.SOURCE, "111111111111", null);
        Packed packed = new Packed(
                "/tmp/a.zip",
                true,
                "zip",
                (parts - 1) * 8 * MIB + 1,
                8 * MIB,
                Collections.nCopies(parts, SUM),
                "d".repeat(64),
                1);
        MultipartUpload upload = new MultipartUpload(new RevisionKey("a", ".zip", true), "up1", packed);
        return new PartBatches(new Bucket(clients, target), UploadTuning.DEFAULT).send(upload, host, listener);
    }

    private static long seconds(PresignedPart part) {
        Matcher m = Pattern.compile("X-Amz-Expires=(\\d+)").matcher(part.url().getQuery());
        assertTrue(m.find());
        return Long.parseLong(m.group(1));
    }
}
