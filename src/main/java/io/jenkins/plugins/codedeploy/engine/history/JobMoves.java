package io.jenkins.plugins.codedeploy.engine.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Jobs and folders that were renamed, moved or deleted, so that entries that were written before name them as they are. */
final class JobMoves {
    private final LineFile file;
    private final int most;
    /** Oldest first; null until it is read. */
    @CheckForNull
    private List<Move> moves;

    /** @param to null for a deleted job */
    private record Move(String from, @CheckForNull String to, Instant at) {
        boolean concerns(String job) {
            return job.equals(from) || job.startsWith(from + "/");
        }
    }

    /** @param most after which it is full */
    JobMoves(Path file, int most) {
        this.file = new LineFile(file);
        this.most = most;
    }

    /**
     * Records a move unless the known ones already tell it, as for the jobs in a renamed folder.
     *
     * @param to null for a deleted job
     */
    synchronized void add(String from, @CheckForNull String to, Instant now) throws IOException {
        BuildReference known = resolve(new BuildReference(from, 1), now);
        if (to == null ? known.jobDeleted() : known.job().equals(to)) {
            return;
        }
        Move move = new Move(from, to, now);
        file.append(write(move));
        moves().add(move);
    }

    synchronized boolean isFull() {
        return moves().size() >= most;
    }

    /** To be called once all entries were written with the present names. */
    synchronized void clear() throws IOException {
        file.replace(List.of());
        moves = null;
    }

    /** @param written when the build was called that */
    synchronized BuildReference resolve(BuildReference build, Instant written) {
        String job = build.job();
        if (build.jobDeleted()) {
            return build;
        }
        for (Move move : moves()) {
            if (!move.at.isBefore(written) && move.concerns(job)) {
                if (move.to == null) {
                    return new BuildReference(job, build.number(), true);
                }
                job = move.to + job.substring(move.from.length());
            }
        }
        return new BuildReference(job, build.number());
    }

    private List<Move> moves() {
        if (moves == null) {
            moves = new ArrayList<>();
            for (JsonNode node : file.read()) {
                Move move = parse(node);
                if (move != null) {
                    moves.add(move);
                }
            }
        }
        return moves;
    }

    @CheckForNull
    private static Move parse(JsonNode node) {
        String from = HistoryJson.text(node, "from");
        Instant at = HistoryJson.time(node, "at");
        return from == null || at == null ? null : new Move(from, HistoryJson.text(node, "to"), at);
    }

    private static ObjectNode write(Move move) {
        return HistoryJson.object().put("from", move.from).put("to", move.to).put("at", move.at.toString());
    }
}
