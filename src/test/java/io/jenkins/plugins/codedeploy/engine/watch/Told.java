package io.jenkins.plugins.codedeploy.engine.watch;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a watch tells. */
class Told implements WatchListener {
    final Queue<String> all = new ConcurrentLinkedQueue<>();
    final CompletableFuture<RuntimeException> lost = new CompletableFuture<>();
    final CompletableFuture<Snapshot> seen = new CompletableFuture<>();
    final CompletableFuture<Snapshot> end = new CompletableFuture<>();

    static <T> T await(CompletableFuture<T> what) throws Exception {
        return what.get(10, TimeUnit.MINUTES);
    }

    long count(String what) {
        return all.stream().filter(what::equals).count();
    }

    @Override
    public void seen(Snapshot snapshot) {
        all.add("seen");
        seen.complete(snapshot);
        if (snapshot.status().isTerminal()) {
            end.complete(snapshot);
        }
    }

    @Override
    public void targets(List<TargetState> changed) {
        all.add("targets");
    }

    @Override
    public void targetsRefused(RuntimeException refusal) {
        all.add("targetsRefused");
    }

    @Override
    public void troubleBegan(RuntimeException trouble) {
        all.add("troubleBegan");
    }

    @Override
    public void troubleEnded(Duration spell) {
        all.add("troubleEnded");
    }

    @Override
    public void lost(RuntimeException last, Duration silence) {
        all.add("lost");
        lost.complete(last);
    }
}
