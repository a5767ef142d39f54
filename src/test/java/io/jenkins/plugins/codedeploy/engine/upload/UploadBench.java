package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.send.LocalRevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PartSender;
import io.jenkins.plugins.codedeploy.engine.send.PartSigner;
import io.jenkins.plugins.codedeploy.engine.send.RetryPolicy;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Two simulated accounts, and what a test of uploads needs beside them. */
final class UploadBench implements AutoCloseable, UploadJournal, PushListener {
    static final int PART = 5 << 20;
    static final String DIGEST = "0123456789abcdef".repeat(4);
    static final RevisionKey KEY = ObjectNaming.of("shop", null, null).keyFor(DIGEST, "zip");

    private static final UploadTuning QUICK =
            new UploadTuning(Duration.ofMinutes(10), Duration.ofMinutes(1), 3, Duration.ofMillis(5));

    final SimulatedAws aws;
    final AwsClients clients;
    final TargetAccess access;
    /** As the source account's user, who may do everything in the source bucket. */
    final S3Client s3;

    private final DatedProxy dated;
    final PartSender sender;
    final RevisionHost host;
    final List<String> notes = new ArrayList<>();
    final List<Long> progress = new ArrayList<>();
    /** Upload ids under way, by the journal. */
    final Map<String, String> open = new LinkedHashMap<>();

    int begun;

    UploadBench() throws IOException {
        this(Duration.ZERO);
    }

    /** @param ahead by how much AWS's clock is before ours */
    UploadBench(Duration ahead) throws IOException {
        aws = SimulatedAws.builder()
                .clock(Clock.offset(Clock.systemUTC(), ahead))
                .start();
        dated = new DatedProxy(aws.endpoint().getPort(), ahead);
        clients = new AwsClients(ApacheHttpClient.builder().build(), Clock.systemUTC(), Duration.ofMinutes(5));
        StaticCredentialsProvider stored = StaticCredentialsProvider.create(AwsBasicCredentials.create(
                aws.seed().jenkins().accessKeyId(), aws.seed().jenkins().secretAccessKey()));
        access = TargetAccess.of(
                        new SourceIdentity(stored, "aws-dev", "credential \"aws-dev\""),
                        RoleArn.parse(aws.seed().roleArn()),
                        aws.seed().externalId(),
                        aws.region())
                .with(AwsEndpoints.all(ahead.isZero() ? aws.endpoint() : dated.endpoint()));
        s3 = clients.s3(access, stored, aws.region());
        RetryPolicy patience = new RetryPolicy(
                3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMinutes(1), Duration.ofMinutes(5), 1 << 20);
        sender = new PartSender(patience);
        host = new LocalRevisionHost(new LocalSourceHost(1), sender);
    }

    BucketTarget source() {
        return BucketTarget.of(aws.seed().bucket(), aws.region());
    }

    BucketTarget target() {
        return new BucketTarget(aws.seed().targetBucket(), aws.region(), BucketOwner.TARGET, null, null);
    }

    AccountClients clients(BucketTarget target) {
        return new AccountClients(
                clients,
                access,
                clients.session(
                        access,
                        "jenkins-shop-1",
                        SessionPolicy.uploader(access, target.bucket(), "*", target.kmsKeyId())),
                target);
    }

    Uploader uploader(BucketTarget target) {
        return uploader(clients(target), target);
    }

    Uploader uploader(BucketClients with, BucketTarget target) {
        return new Uploader(with, target, this, QUICK);
    }

    PushedRevision upload(BucketTarget target, Archive archive) throws Exception {
        return upload(uploader(target), archive, KEY, this);
    }

    PushedRevision upload(Uploader uploader, Archive archive, RevisionKey key, PushListener listener) throws Exception {
        return uploader.upload(DIGEST, null, sender(archive), key, RevisionLabels.none(), listener);
    }

    ArchiveSender sender(Archive archive) {
        return signer -> archive.send(sender, signer);
    }

    /** What some machine has packed, sent one part after the other. */
    record Archive(Packed packed, byte[] bytes) {
        SentArchive send(PartSender sender, PartSigner signer) throws IOException, InterruptedException {
            List<PartResult> results = new ArrayList<>();
            long stored = 0;
            for (int number = 1; number <= packed.partSha256().size(); number++) {
                ByteBuffer part = ByteBuffer.wrap(bytes, (number - 1) * PART, (int) packed.partLength(number));
                PartResult result = null;
                do {
                    result = sender.send(signer.sign(demand(number, stored, result)), part);
                } while (!result.isStored());
                stored += part.remaining();
                results.add(result);
            }
            return new SentArchive(packed, results);
        }

        PartDemand demand(int number, long stored, PartResult refused) {
            String sum = packed.partSha256().get(number - 1);
            return new PartDemand(number, packed.partLength(number), sum, stored, stored, refused);
        }
    }

    /** Three parts of random bytes. */
    static Archive archive(int seed) throws Exception {
        return archive(seed, 2 * PART + 1000);
    }

    static Archive archive(int seed, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        List<String> sums = new ArrayList<>();
        for (int from = 0; from < Math.max(1, size); from += PART) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(size, from + PART));
            sums.add(Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(part)));
        }
        return new Archive(new Packed("zip", size, PART, sums, DIGEST), bytes);
    }

    static String allow(String action, String resource) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s", "Resource": "%s"}]}
                """.formatted(action, resource);
    }

    String user() {
        return aws.seed().jenkins().caller().arn();
    }

    /** A new key of the source account, which decides by its identities' policies. */
    String key() throws Exception {
        return aws.kms()
                .createKey(Accounts.SOURCE, aws.region(), Kms.defaultPolicy(Accounts.SOURCE))
                .arn();
    }

    /** Takes from the source account's user all but the right to write objects. */
    void mayOnlyPut() throws Exception {
        aws.iam().putPolicy(user(), "Upload", allow("s3:PutObject", "*"));
    }

    /** In pieces, since no answer is read that is longer than any of those that the engine asks for. */
    byte[] content(PushedRevision pushed) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        long size = s3.headObject(r -> r.bucket(pushed.revision().bucket())
                        .key(pushed.revision().key())
                        .versionId(pushed.revision().versionId()))
                .contentLength();
        while (content.size() < size) {
            String range = "bytes=" + content.size() + "-" + (content.size() + (4 << 20) - 1);
            content.writeBytes(
                    s3.getObjectAsBytes(r -> r.bucket(pushed.revision().bucket())
                                    .key(pushed.revision().key())
                                    .versionId(pushed.revision().versionId())
                                    .range(range))
                            .asByteArray());
        }
        return content.toByteArray();
    }

    int uploadsLeft(String bucket) {
        return s3.listMultipartUploads(r -> r.bucket(bucket)).uploads().size();
    }

    @Override
    public void begun(BucketTarget target, String key, String uploadId) {
        begun++;
        open.put(uploadId, target.bucket() + "/" + key);
    }

    @Override
    public void ended(String uploadId) {
        open.remove(uploadId);
    }

    @Override
    public void sent(long bytes, long content) {
        progress.add(bytes);
    }

    @Override
    public void note(Text text) {
        notes.add(text.toString());
    }

    @Override
    public void close() throws IOException {
        s3.close();
        clients.close();
        dated.close();
        aws.close();
    }
}
