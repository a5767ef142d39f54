package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells a push as lines of a log; the progress of a long one every few seconds. */
public final class PushNarrator implements PushListener {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    /** Remaining time in seconds above which minutes are shown. */
    private static final long MINUTES = 120;

    private final Language language;
    private final Consumer<String> log;
    private final LongSupplier nanos;
    private long begun;
    private long told;

    /** @param log takes one line, without its end */
    public PushNarrator(@NonNull Language language, @NonNull Consumer<String> log) {
        this(language, log, System::nanoTime);
    }

    PushNarrator(Language language, Consumer<String> log, LongSupplier nanos) {
        this.language = language;
        this.log = log;
        this.nanos = nanos;
    }

    @Override
    public void surveyed(Survey survey) {
        if (survey.readyMade()) {
            say("upload.log.ready", survey.bundleType(), ByteText.of(survey.bytes()));
        } else if (survey.files() == 1) {
            say("upload.log.surveyed.one", ByteText.of(survey.bytes()));
        } else {
            say("upload.log.surveyed", survey.files(), ByteText.of(survey.bytes()));
        }
        survey.warnings().forEach(this::note);
    }

    @Override
    public void digested(String digest) {
        say("upload.log.digested", digest);
    }

    @Override
    public void packed(Packed packed) {
        if (packed.temporary()) {
            say("upload.log.packed", packed.bundleType(), ByteText.of(packed.size()));
        }
    }

    @Override
    public void sent(long bytes, long total) {
        long now = nanos.getAsLong();
        if (bytes == 0) {
            begun = now;
            told = now;
            say("upload.log.sending.begins", ByteText.of(total));
            return;
        }
        if (bytes < total && now - told < PATIENCE) {
            return;
        }
        told = now;
        double seconds = (now - begun) / 1e9;
        long rate = (long) (bytes / Math.max(seconds, 1e-3));
        if (bytes >= total) {
            say("upload.log.sent", ByteText.of(total), Math.round(seconds * 10) / 10.0, ByteText.of(rate));
        } else {
            long left = (total - bytes) / Math.max(rate, 1);
            say(
                    left < MINUTES ? "upload.log.sending" : "upload.log.sending.long",
                    ByteText.of(bytes),
                    ByteText.of(total),
                    ByteText.of(rate),
                    left < MINUTES ? left : Math.round(left / 60.0));
        }
    }

    @Override
    public void note(Text text) {
        say("upload.log.note", text.in(language));
    }

    /** What came of it. */
    public void done(@NonNull PushedRevision pushed) {
        say(pushed.uploaded() ? "upload.log.uploaded" : "upload.log.reused", pushed.revision());
    }

    private void say(String code, Object... args) {
        log.accept(SingleLine.of(Text.of(code, args).in(language)));
    }
}
