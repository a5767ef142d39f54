package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.net.http.HttpClient;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends parts of a file, several at a time, each tried again by itself. Uses the JVM's proxy settings. The connections
 * of one batch serve the next one; a sender that is no longer used holds nothing that must be closed.
 */
public final class PartSender {
    private static final int AT_A_TIME = 4;

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
     * @return one result a part, in the parts' order; a part that could not be sent is a result too
     * @throws IOException when the file cannot be read or is shorter than the parts say
     * @throws InterruptedException when interrupted; requests under way are cancelled first
     */
    @NonNull
    public List<PartResult> send(@NonNull Path file, @NonNull List<PresignedPart> parts)
            throws IOException, InterruptedException {
        HttpClient client = client();
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME, task -> {
            Thread thread = new Thread(task, "codedeploy-part-sender");
            thread.setDaemon(true);
            return thread;
        });
        try (FileChannel bytes = FileChannel.open(file, StandardOpenOption.READ)) {
            ConnectivityCheck reach = new ConnectivityCheck(parts.stream().anyMatch(part -> part.number() == 1));
            List<Callable<PartResult>> work = new ArrayList<>();
            for (PresignedPart part : parts) {
                if (part.offset() + part.length() > bytes.size()) {
                    throw new IOException(file + " has changed since it was packed: " + bytes.size() + " bytes");
                }
                work.add(new PartUpload(client, patience, bytes, part, reach));
            }
            List<PartResult> results = new ArrayList<>();
            for (Future<PartResult> done : workers.invokeAll(work)) {
                results.add(done.get());
            }
            if (results.stream().anyMatch(result -> result.status() == 0)) {
                forget(client);
            }
            return results;
        } catch (ClosedByInterruptException e) {
            // A file's own answer to interruption, with the thread's flag still set.
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
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
