package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** Hashes what it passes on. */
final class HashingStream extends FilterOutputStream {
    private final Map<String, Hash> hashes;

    HashingStream(@NonNull OutputStream out, @NonNull Map<String, Hash> hashes) {
        super(out);
        this.hashes = hashes;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (Hash hash : hashes.values()) {
            hash.update(bytes, offset, length);
        }
        out.write(bytes, offset, length);
    }

    @NonNull
    Map<String, byte[]> values() {
        Map<String, byte[]> values = new HashMap<>();
        hashes.forEach((name, hash) -> values.put(name, hash.value()));
        return values;
    }
}
