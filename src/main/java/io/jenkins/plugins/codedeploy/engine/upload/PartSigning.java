package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.ClockedPresigner;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PartSigner;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.model.UploadPartPresignRequest;

/**
 * Presigns the parts of one upload when a host requests it, so that no URL exists for longer than it is needed. The host
 * is not trusted: it can send a part only with the checksum that the URL was signed for, and the object consists of these
 * parts only.
 */
final class PartSigning implements PartSigner {
    /** Headers that HttpClient sets itself and rejects otherwise. */
    private static final Set<String> OF_THE_CLIENT = Set.of("host", "content-length");

    private final Bucket bucket;
    private final UploadTuning pace;
    private final ClockedPresigner presigner;
    private final RevisionKey key;
    private final String uploadId;
    private final PushListener listener;
    private final Map<Integer, Signed> signed = new HashMap<>();
    /** Number of times that the session was renewed because S3 rejected its signature. */
    private int renewals;

    private boolean over;
    private EngineException failure;

    PartSigning(Bucket bucket, UploadTuning pace, RevisionKey key, String uploadId, PushListener listener) {
        this.bucket = bucket;
        this.pace = pace;
        this.key = key;
        this.uploadId = uploadId;
        this.listener = listener;
        presigner = new ClockedPresigner(bucket.clients().clock());
    }

    /** @param session the number of renewals when it was signed */
    private record Signed(long length, String sha256, int signings, int session) {}

    /** The reason why presigning failed, which the exception of the host does not contain; null if it did not fail. */
    @CheckForNull
    synchronized EngineException failure() {
        return failure;
    }

    /** Rejects all further requests. */
    synchronized void end() {
        over = true;
    }

    /** The host is not told the reason of a failure, which can contain what AWS says about the credentials. */
    @Override
    public synchronized PresignedPart sign(PartDemand demand) throws IOException {
        if (!over) {
            try {
                return signed(HostAnswers.demand(demand));
            } catch (EngineException e) {
                over = true;
                failure = e;
            }
        }
        throw new IOException("The upload of " + key.key() + " has ended.");
    }

    private PresignedPart signed(PartDemand demand) throws EngineException {
        Signed last = signed.get(demand.number());
        PartResult refused = demand.refused();
        HostAnswers.require(
                last == null
                        ? refused == null
                        : refused != null && last.length == demand.length() && last.sha256.equals(demand.sha256()),
                "part",
                demand.number());
        if (last != null && refused != null) {
            signAgain(last, demand, refused);
        } else {
            listener.sent(demand.stored(), demand.content());
        }
        try {
            PresignedPart part = presign(demand, lifetime());
            int signings = last == null ? 1 : last.signings + 1;
            signed.put(demand.number(), new Signed(demand.length(), demand.sha256(), signings, renewals));
            return part;
        } catch (SdkException e) {
            throw bucket.refusals().explain("s3:PutObject", key.key(), e);
        }
    }

    private void signAgain(Signed last, PartDemand demand, PartResult refused) throws EngineException {
        boolean unreachable = demand.stored() == 0 && refused.isUnconnected();
        if (unreachable || last.signings >= pace.signings() || !refused.isWorthSigningAgain()) {
            throw bucket.refusals().explain(key.key(), refused);
        }
        if (refused.status() != 0 && last.session == renewals) {
            bucket.clients().renew();
            renewals++;
        }
    }

    /**
     * Returns the parts, in order.
     *
     * @throws EngineException if the host did not send what it requested URLs for
     */
    @NonNull
    synchronized List<CompletedPart> completed(@NonNull SentArchive sent) throws EngineException {
        Packed packed = sent.packed();
        HostAnswers.require(signed.size() == packed.partSha256().size(), "parts", signed.size());
        Map<Integer, String> eTags = new HashMap<>();
        for (PartResult result : HostAnswers.results(sent.parts(), signed.keySet())) {
            HostAnswers.require(result.isStored(), "eTag", result.eTag());
            eTags.put(result.number(), result.eTag());
        }
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= signed.size(); number++) {
            Signed part = signed.get(number);
            String sha256 = packed.partSha256().get(number - 1);
            HostAnswers.require(
                    part != null && part.length == packed.partLength(number) && part.sha256.equals(sha256),
                    "part",
                    number);
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(eTags.get(number))
                    .checksumSHA256(sha256)
                    .build());
        }
        return parts;
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

    private PresignedPart presign(PartDemand demand, Duration lifetime) {
        BucketTarget target = bucket.target();
        // The checksum's value becomes a signed header: these bytes and no others can be sent.
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(target.bucket())
                .key(key.key())
                .uploadId(uploadId)
                .partNumber(demand.number())
                .checksumSHA256(demand.sha256())
                .expectedBucketOwner(target.expectedOwner())
                .overrideConfiguration(c -> c.signer(presigner))
                .build();
        PresignedUploadPartRequest presigned = bucket.clients()
                .presigner()
                .presignUploadPart(UploadPartPresignRequest.builder()
                        .signatureDuration(lifetime)
                        .uploadPartRequest(request)
                        .build());
        Map<String, String> headers = new TreeMap<>();
        presigned.signedHeaders().forEach((name, values) -> {
            if (!OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(",", values));
            }
        });
        return new PresignedPart(demand.number(), URI.create(presigned.url().toString()), headers);
    }
}
