package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.ClockedPresigner;
import io.jenkins.plugins.codedeploy.engine.send.PartHost;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.model.UploadPartPresignRequest;

/** Has the parts sent, a few at a time, so that no right to write lies about for longer than it is used. */
final class PartBatches {
    /** Headers that HttpClient sets itself and rejects otherwise. */
    private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

    private final Bucket bucket;
    private final UploadTuning pace;
    private final ClockedPresigner presigner;

    PartBatches(Bucket bucket, UploadTuning pace) {
        this.bucket = bucket;
        this.pace = pace;
        presigner = new ClockedPresigner(bucket.clients().clock());
    }

    /** @return every part, in order */
    List<CompletedPart> send(MultipartUpload upload, PartHost host, PushListener listener)
            throws EngineException, IOException, InterruptedException {
        Map<Integer, CompletedPart> done = new TreeMap<>();
        long total = upload.packed().size();
        int batch = pace.batch(upload.packed().partSize());
        listener.sent(0, total);
        for (int first = 1; first <= upload.parts(); first += batch) {
            int last = Math.min(first + batch - 1, upload.parts());
            sendBatch(upload, IntStream.rangeClosed(first, last).boxed().toList(), host, done);
            listener.sent(Math.min(total, upload.packed().partSize() * last), total);
        }
        return List.copyOf(done.values());
    }

    private void sendBatch(MultipartUpload upload, List<Integer> batch, PartHost host, Map<Integer, CompletedPart> done)
            throws EngineException, IOException, InterruptedException {
        List<Integer> left = batch;
        for (int signing = 1; !left.isEmpty(); signing++) {
            List<PartResult> failed = new ArrayList<>();
            List<PartResult> results = host.send(upload.packed(), presign(upload, left));
            for (PartResult result : HostAnswers.results(results, Set.copyOf(left))) {
                if (result.isStored()) {
                    done.put(result.number(), completed(upload, result));
                } else {
                    failed.add(result);
                }
            }
            for (PartResult result : failed) {
                boolean nobodyThere = done.isEmpty() && result.isUnconnected();
                if (nobodyThere || signing >= pace.signings() || !result.isWorthSigningAgain()) {
                    throw bucket.refusals().explain(upload.key().key(), result);
                }
            }
            if (failed.stream().anyMatch(result -> result.status() != 0)) {
                bucket.clients().renew();
            }
            left = failed.stream().map(PartResult::number).sorted().toList();
        }
    }

    private static CompletedPart completed(MultipartUpload upload, PartResult result) {
        return CompletedPart.builder()
                .partNumber(result.number())
                .eTag(result.eTag())
                .checksumSHA256(upload.sha256(result.number()))
                .build();
    }

    private List<PresignedPart> presign(MultipartUpload upload, List<Integer> numbers) throws EngineException {
        try {
            Duration lifetime = lifetime();
            return numbers.stream()
                    .map(number -> presign(upload, number, lifetime))
                    .toList();
        } catch (SdkException e) {
            throw bucket.refusals().explain("s3:PutObject", upload.key().key(), e);
        }
    }

    private Duration lifetime() {
        if (left().compareTo(pace.spare()) < 0) {
            bucket.clients().renew();
        }
        Duration left = left();
        // A presigned URL lasts a second at least; the session's own end stands above it.
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    /** Of the session, but no more than a URL is to last. */
    private Duration left() {
        Instant now = bucket.clients().clock().instant();
        Instant end = bucket.clients().validUntil();
        return end.isAfter(now.plus(pace.urlLifetime()))
                ? pace.urlLifetime()
                : Duration.between(now, end).truncatedTo(ChronoUnit.SECONDS);
    }

    private PresignedPart presign(MultipartUpload upload, int number, Duration lifetime) {
        BucketTarget target = bucket.target();
        // The checksum's value becomes a signed header: these bytes and no others can be sent.
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(target.bucket())
                .key(upload.key().key())
                .uploadId(upload.uploadId())
                .partNumber(number)
                .checksumSHA256(upload.sha256(number))
                .expectedBucketOwner(target.expectedOwner())
                .overrideConfiguration(c -> c.signer(presigner))
                .build();
        PresignedUploadPartRequest signed = bucket.clients()
                .presigner()
                .presignUploadPart(UploadPartPresignRequest.builder()
                        .signatureDuration(lifetime)
                        .uploadPartRequest(request)
                        .build());
        Map<String, String> headers = new TreeMap<>();
        signed.signedHeaders().forEach((name, values) -> {
            if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(",", values));
            }
        });
        return new PresignedPart(
                number,
                upload.offset(number),
                upload.length(number),
                URI.create(signed.url().toString()),
                headers);
    }
}
