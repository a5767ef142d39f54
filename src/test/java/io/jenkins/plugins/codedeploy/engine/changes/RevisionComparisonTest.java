package io.jenkins.plugins.codedeploy.engine.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Archives in a simulated bucket, of which only the ends are read. */
class RevisionComparisonTest {
    private static final int END_LENGTH = 22;
    private static final String MALFORMED = "The central directory of the ZIP archive is malformed";

    private SimulatedAws aws;
    private AwsClients clients;
    private TargetAccess access;
    private S3Client s3;
    private int objects;

    @BeforeEach
    void start() throws IOException {
        aws = SimulatedAws.builder().start();
        clients = new AwsClients(ApacheHttpClient.builder().build(), Clock.systemUTC(), Duration.ofMinutes(5));
        StaticCredentialsProvider stored = StaticCredentialsProvider.create(AwsBasicCredentials.create(
                aws.seed().jenkins().accessKeyId(), aws.seed().jenkins().secretAccessKey()));
        access = TargetAccess.of(
                        new SourceIdentity(stored, "aws-dev", "credential \"aws-dev\""),
                        RoleArn.parse(aws.seed().roleArn()),
                        aws.seed().externalId(),
                        aws.region())
                .with(AwsEndpoints.all(aws.endpoint()));
        s3 = clients.s3(access, stored, aws.region());
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        clients.close();
        aws.close();
    }

    @Test
    void namesWhatDiffers() throws Exception {
        FileChanges changes = compare(
                zip(Map.of("appspec.yml", "version: 0.0", "a/gone.txt", "x", "a/same.txt", "same", "b.txt", "old")),
                zip(Map.of("appspec.yml", "version: 0.0", "a/new.txt", "x", "a/same.txt", "same", "b.txt", "new")));
        assertNull(changes.note());
        assertEquals(List.of("a/new.txt"), changes.added().shown());
        assertEquals(List.of("a/gone.txt"), changes.removed().shown());
        assertEquals(List.of("b.txt"), changes.changed().shown(), "of the same size, but another CRC");
        assertEquals(2, changes.unchanged());
    }

    @Test
    void readsOnlyTheEndsOfLargeArchives() throws Exception {
        byte[] noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        String large = new String(noise, StandardCharsets.ISO_8859_1);
        S3Revision live = put(zip(Map.of("data", large, "a", "1")));
        S3Revision next = put(zip(Map.of("data", large, "a", "2")));
        aws.calls().clear();
        FileChanges changes = compare(live, next);
        assertEquals(List.of("a"), changes.changed().shown());
        assertEquals(2, aws.calls().count("GetObject"), aws.calls().all().toString());
        assertEquals(2, aws.calls().all().size(), aws.calls().all().toString());
    }

    @Test
    void readsDirectoriesThatAreLongerThanTheEnd() throws Exception {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < 3_000; i++) {
            files.put("folder-with-a-long-name/" + "x".repeat(60) + i, "");
        }
        S3Revision live = put(zip(files));
        files.put("one-more", "");
        FileChanges changes = compare(live, put(zip(files)));
        assertNull(changes.note());
        assertEquals(List.of("one-more"), changes.added().shown());
        assertEquals(3_000, changes.unchanged());
    }

    @Test
    void theVeryVersionsAreCompared() throws Exception {
        s3.putBucketVersioning(
                r -> r.bucket(bucket()).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
        S3Revision live = put("shop.zip", zip(Map.of("a", "1")));
        S3Revision next = put("shop.zip", zip(Map.of("a", "2", "b", "")));
        put("shop.zip", zip(Map.of("c", "")));
        FileChanges changes = compare(live, next);
        assertEquals(List.of("b"), changes.added().shown());
        assertEquals(List.of("a"), changes.changed().shown());
    }

    @Test
    void aReplacedObjectIsNotCompared() throws Exception {
        S3Revision live = put("shop.zip", zip(Map.of("a", "1")));
        S3Revision next = put("next.zip", zip(Map.of("a", "2")));
        put("shop.zip", zip(Map.of("c", "")));
        FileChanges changes = compare(new S3Revision(live.bucket(), live.key(), "zip", null, live.eTag()), next);
        assertNote("The object was replaced", changes);
    }

    @Test
    void theSameRevisionNeedsNoCall() {
        S3Revision revision = new S3Revision("no-such-bucket", "a.zip", "zip", null, null);
        assertEquals(FileChanges.NONE, compare(revision, revision));
        assertEquals(List.of(), aws.calls().all());
    }

    @Test
    void saysWhatCannotBeCompared() throws Exception {
        S3Revision live = put(zip(Map.of("a", "1")));
        assertNote("not an archive in S3", compare(live, new GitHubRevision("acme/shop", "0123456789".repeat(4))));
        for (String type : List.of("tar", "tgz", "YAML")) {
            S3Revision other = new S3Revision(live.bucket(), live.key(), type, null, null);
            assertNote("is of type " + type, compare(live, other));
        }
        assertNote("not a ZIP archive", compare(live, put(new byte[0])));
        assertNote("not a ZIP archive", compare(live, put(new byte[21])));
        assertNote("not a ZIP archive", compare(live, put(new byte[200_000])));
        assertNote("S3 says", compare(live, new S3Revision(bucket(), "missing.zip", "zip", null, null)));
    }

    @Test
    void asksAsTheRoleWhereTheSourceIdentityIsDenied() throws Exception {
        String bucket = aws.seed().targetBucket();
        S3Revision live = new S3Revision(bucket, "live.zip", "zip", null, null);
        S3Revision next = new S3Revision(bucket, "next.zip", "zip", null, null);
        try (S3Client role = clients.s3(
                access,
                clients.session(access, "upload", SessionPolicy.uploader(access, bucket, "*", null)),
                aws.region())) {
            role.putObject(r -> r.bucket(bucket).key(live.key()), RequestBody.fromBytes(zip(Map.of("a", "1"))));
            role.putObject(r -> r.bucket(bucket).key(next.key()), RequestBody.fromBytes(zip(Map.of("a", "2"))));
        }
        aws.calls().clear();
        FileChanges changes = compare(live, next);
        assertEquals(List.of("a"), changes.changed().shown(), String.valueOf(changes.note()));
        assertEquals(4, aws.calls().count("GetObject"), "each is denied first");
        assertEquals(2, aws.calls().count("AssumeRole"));
    }

    @Test
    void comparesLargeArchivesAsTheyAreWritten() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            out.setUseZip64(Zip64Mode.Always);
            out.putArchiveEntry(new ZipArchiveEntry("a"));
            out.write(1);
            out.closeArchiveEntry();
        }
        FileChanges changes = compare(put(bytes.toByteArray()), put(zip(Map.of("a", "\u0001", "b", ""))));
        assertNull(changes.note());
        assertEquals(List.of("b"), changes.added().shown());
        assertEquals(1, changes.unchanged());
    }

    @Test
    void aCommentIsNoEndRecord() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setComment("Built by a person. ".repeat(3_000));
            out.putNextEntry(new ZipEntry("a"));
        }
        FileChanges changes = compare(put(bytes.toByteArray()), put(zip(Map.of("a", "", "b", ""))));
        assertNull(changes.note());
        assertEquals(List.of("b"), changes.added().shown());
    }

    /** Tools differ in which of two end records they take, so neither is believed. */
    @Test
    void anEndRecordWithinACommentIsRejected() throws Exception {
        byte[] honest = zip(Map.of("a", ""));
        byte[] end = Arrays.copyOfRange(honest, honest.length - END_LENGTH, honest.length);
        byte[] hidden = Arrays.copyOf(honest, honest.length + END_LENGTH + 1);
        System.arraycopy(end, 0, hidden, honest.length, END_LENGTH);
        patch(hidden, honest.length - 2, 2, END_LENGTH + 1);
        assertNote(MALFORMED, compare(put(honest), put(hidden)));

        byte[] consistent = Arrays.copyOf(honest, honest.length + END_LENGTH);
        System.arraycopy(end, 0, consistent, honest.length, END_LENGTH);
        patch(consistent, honest.length - 2, 2, END_LENGTH);
        assertNote(MALFORMED, compare(put(honest), put(consistent)));
    }

    @Test
    void whatFollowsTheEndIsRejected() throws Exception {
        byte[] honest = zip(Map.of("a", ""));
        assertNote(MALFORMED, compare(put(honest), put(Arrays.copyOf(honest, honest.length + 1))));
    }

    @Test
    void whatPrecedesTheArchiveIsRejected() throws Exception {
        byte[] honest = zip(Map.of("a", ""));
        byte[] prefixed = new byte[honest.length + 9];
        System.arraycopy(honest, 0, prefixed, 9, honest.length);
        assertNote(MALFORMED, compare(put(honest), put(prefixed)));
    }

    @Test
    void everyFieldOfTheEndRecordMayLie() throws Exception {
        S3Revision live = put(zip(Map.of("a", "")));
        for (int field : List.of(4, 6, 8, 10, 12, 16, 20)) {
            for (int value : List.of(1, 2, 0x7F, 0xFFFF)) {
                byte[] archive = zip(Map.of("a", "", "b", ""));
                int at = archive.length - END_LENGTH + field;
                if ((ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).getShort(at) & 0xFFFF) != value) {
                    patch(archive, at, 2, value);
                    FileChanges changes = compare(live, put(archive));
                    assertNotNull(changes.note(), "field " + field + " is " + value);
                }
            }
        }
    }

    @Test
    void hugeCountsReserveNothing() throws Exception {
        S3Revision live = put(zip(Map.of("a", "")));
        assertNote("has 4000000000 entries", compare(live, put(zip64(4_000_000_000L, 46, 0))));
        assertNote("has 1099511627776 bytes", compare(live, put(zip64(1, 1L << 40, 0))));
        assertNote(MALFORMED, compare(live, put(zip64(-1, 46, 0))));
        assertNote(MALFORMED, compare(live, put(zip64(1, -1, 0))));
        assertNote(MALFORMED, compare(live, put(zip64(1, 46, Long.MAX_VALUE))));
        assertNote(MALFORMED, compare(live, put(zip64(1, 46, -1))));
        assertNote(MALFORMED, compare(live, put(zip64(50_000, 1_000, 0))));
    }

    @Test
    void anArchiveOfManyEmptyFilesIsRead() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (int i = 0; i < ZipDirectory.MOST_ENTRIES; i++) {
                out.putNextEntry(new ZipEntry("f" + i));
            }
        }
        FileChanges changes = compare(put(zip(Map.of("f1", ""))), put(bytes.toByteArray()));
        assertNull(changes.note());
        assertEquals(1, changes.unchanged());
        assertEquals(FileNames.MOST, changes.added().shown().size());
        assertEquals(ZipDirectory.MOST_ENTRIES - 1, changes.added().total());
    }

    @Test
    void everyFieldOfAHeaderMayLie() throws Exception {
        S3Revision live = put(zip(Map.of("a", "")));
        byte[] honest = zip(Map.of("a", "1", "b", "2"));
        int directory = ByteBuffer.wrap(honest).order(ByteOrder.LITTLE_ENDIAN).getInt(honest.length - 6);
        for (int field : List.of(0, 28, 30, 32)) {
            for (int value : List.of(0x3, 0x7F, 0xFFFF)) {
                byte[] archive = honest.clone();
                patch(archive, directory + field, 2, value);
                assertNotNull(compare(live, put(archive)).note(), "field " + field + " is " + value);
            }
        }
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            byte[] archive = honest.clone();
            for (int n = 0; n < 3; n++) {
                archive[directory + random.nextInt(archive.length - directory)] = (byte) random.nextInt();
            }
            // any answer, but no exception
            assertNotNull(compare(live, put(archive)));
        }
    }

    @Test
    void hostileNamesAreShownAsText() throws Exception {
        String escape = "a\u001b[31m\nb\u202e" + "c";
        FileChanges changes = compare(
                put(zip(Map.of("a", ""))),
                put(zip(Map.of("a", "", "../../etc/passwd", "", "/etc/shadow", "", escape, "", "y".repeat(900), ""))));
        assertNull(changes.note());
        assertEquals(4, changes.added().shown().size());
        assertTrue(
                changes.added().shown().containsAll(List.of("../../etc/passwd", "/etc/shadow", "a[31m bc")),
                changes.added().shown().toString());
        assertTrue(changes.added().shown().stream().allMatch(name -> name.length() <= FileNames.LONGEST));
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        byte[] twice = zip(new TreeMap<>(Map.of("a1", "", "a2", "")));
        int directory = ByteBuffer.wrap(twice).order(ByteOrder.LITTLE_ENDIAN).getInt(twice.length - 6);
        twice[directory + 47] = '2';
        assertNote("contains a2 more than once", compare(put(zip(Map.of("a", ""))), put(twice)));

        byte[] other = "evil".getBytes(StandardCharsets.UTF_8);
        ZipEntry entry = new ZipEntry("good");
        CRC32 crc = new CRC32();
        crc.update("good".getBytes(StandardCharsets.UTF_8));
        entry.setExtra(ByteBuffer.allocate(9 + other.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x7075)
                .putShort((short) (5 + other.length))
                .put((byte) 1)
                .putInt((int) crc.getValue())
                .put(other)
                .array());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(entry);
        }
        assertNote("gives the file good two names", compare(put(zip(Map.of("a", ""))), put(bytes.toByteArray())));
    }

    @Test
    void anAnswerThatIsCutShortIsAReason() throws Exception {
        S3Revision live = put(zip(Map.of("a", "")));
        S3Revision next = put(zip(Map.of("b", "")));
        aws.faults().next("s3", "GetObject", 20, Fault.cut());
        FileChanges changes = compare(live, next);
        assertNotNull(changes.note());
        assertFalse(changes.note().toString().isEmpty());
    }

    private FileChanges compare(byte[] live, byte[] next) {
        return compare(put(live), put(next));
    }

    private FileChanges compare(Revision live, Revision next) {
        return new RevisionComparison(clients, access, "jenkins-shop-1").compare(live, next);
    }

    private static void assertNote(String expected, FileChanges changes) {
        assertNotNull(changes.note(), changes.toString());
        assertTrue(changes.note().toString().contains(expected), changes.note().toString());
        assertEquals(List.of(), changes.added().shown());
    }

    private String bucket() {
        return aws.seed().bucket();
    }

    private S3Revision put(byte[] content) {
        return put("CodeDeploy/" + objects++ + ".zip", content);
    }

    private S3Revision put(String key, byte[] content) {
        PutObjectResponse put = s3.putObject(r -> r.bucket(bucket()).key(key), RequestBody.fromBytes(content));
        return new S3Revision(bucket(), key, "zip", put.versionId(), put.eTag());
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    private static void patch(byte[] archive, int at, int length, int value) {
        for (int i = 0; i < length; i++) {
            archive[at + i] = (byte) (value >> 8 * i);
        }
    }

    /** Nothing but end records that say this. */
    private static byte[] zip64(long entries, long length, long offset) {
        return ByteBuffer.allocate(46 + 56 + 20 + END_LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(46)
                .putInt(0x06064b50)
                .putLong(44)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putLong(entries)
                .putLong(entries)
                .putLong(length)
                .putLong(offset)
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(46)
                .putInt(1)
                .putInt(0x06054b50)
                .putInt(0)
                .putInt(-1)
                .putInt(-1)
                .putInt(-1)
                .putShort((short) 0)
                .array();
    }
}
