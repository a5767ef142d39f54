package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.PartSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Sends the parts of one upload from memory: each is presigned and sent, until it is stored or the signer ends the upload. */
final class Shipment implements PartSink {
    private final PartSender sender;
    private final PartSigner signer;
    private final ConnectivityCheck reach = new ConnectivityCheck();
    private final Queue<PartResult> results = new ConcurrentLinkedQueue<>();
    private final AtomicLong stored = new AtomicLong();

    Shipment(@NonNull PartSender sender, @NonNull PartSigner signer) {
        this.sender = sender;
        this.signer = signer;
    }

    @Override
    public void take(int number, ByteBuffer bytes, String sha256, long content)
            throws IOException, InterruptedException {
        int length = bytes.remaining();
        PartResult result = null;
        do {
            PartDemand demand = new PartDemand(number, length, sha256, content, stored.get(), result);
            result = sender.send(signer.sign(demand), bytes, reach);
        } while (!result.isStored());
        stored.addAndGet(length);
        results.add(result);
    }

    /** The results of the stored parts, in any order. */
    @NonNull
    List<PartResult> results() {
        return List.copyOf(results);
    }
}
