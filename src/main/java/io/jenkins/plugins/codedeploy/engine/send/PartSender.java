package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.lang.ref.SoftReference;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;

/**
 * Sends parts from memory, each tried again by itself. Uses the JVM's proxy settings. The connections of one upload
 * serve the next one; a sender that is no longer used holds nothing that must be closed.
 */
public final class PartSender {
    private final RetryPolicy patience;
    /** Ends its thread and connections when it is garbage collected; the JDK's client cannot be closed before Java 21. */
    private SoftReference<HttpClient> client = new SoftReference<>(null);

    public PartSender() {
        this(RetryPolicy.DEFAULT);
    }

    public PartSender(@NonNull RetryPolicy patience) {
        this.patience = patience;
    }

    /**
     * Sends the only part of an upload.
     *
     * @return also for a part that could not be sent
     * @throws InterruptedException when interrupted; the request under way is canceled first
     */
    @NonNull
    public PartResult send(@NonNull PresignedPart part, @NonNull ByteBuffer bytes) throws InterruptedException {
        return send(part, bytes, new ConnectivityCheck());
    }

    /** @param reach shared by the parts of one upload */
    @NonNull
    PartResult send(PresignedPart part, ByteBuffer bytes, ConnectivityCheck reach) throws InterruptedException {
        HttpClient used = client();
        PartResult result = new PartUpload(used, patience, bytes, part, reach).call();
        if (result.status() == 0) {
            forget(used);
        }
        return result;
    }

    private synchronized HttpClient client() {
        HttpClient known = client.get();
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(patience.connectTimeout())
                    .build();
            client = new SoftReference<>(known);
        }
        return known;
    }

    /** One that gets no answers may be broken itself. */
    private synchronized void forget(HttpClient broken) {
        if (broken.equals(client.get())) {
            client.clear();
        }
    }
}
