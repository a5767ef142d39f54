package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.bundle.PartSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The parts of one upload on their way: each is signed, sent from memory, and signed again until it is stored. */
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
        PartResult result = demand(number, bytes, sha256, content, null);
        while (!result.isStored()) {
            result = demand(number, bytes, sha256, content, result);
        }
        stored.addAndGet(length);
        results.add(result);
    }

    private PartResult demand(
            int number, ByteBuffer bytes, String sha256, long content, @CheckForNull PartResult refused)
            throws IOException, InterruptedException {
        PartDemand demand = new PartDemand(number, bytes.remaining(), sha256, content, stored.get(), refused);
        return sender.send(signer.sign(demand), bytes, reach);
    }

    /** Of the parts that are stored, in any order. */
    @NonNull
    List<PartResult> results() {
        return List.copyOf(results);
    }
}
