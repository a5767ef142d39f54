package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends one small part from the machine that would upload, to see whether it can. */
@FunctionalInterface
public interface PartProbe {
    /**
     * @param content the part's bytes, as UTF-8
     * @throws IOException when the machine is lost
     */
    @NonNull
    PartResult send(@NonNull PresignedPart part, @NonNull String content) throws IOException, InterruptedException;

    /** From this machine. */
    @NonNull
    static PartProbe local() {
        PartSender sender = new PartSender(RetryPolicy.PROBE);
        return (part, content) -> sender.send(part, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
    }
}
