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
    /** Size of the source, in bytes. */
    private long total;

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
        total = survey.bytes();
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
    public void comparing() {
        say("upload.log.comparing");
    }

    @Override
    public void sending() {
        begun = nanos.getAsLong();
        told = begun;
        say("upload.log.sending.begins");
    }

    @Override
    public void sent(long bytes, long content) {
        long now = nanos.getAsLong();
        if (now - told < PATIENCE) {
            return;
        }
        told = now;
        double seconds = (now - begun) / 1e9;
        long rate = rate(bytes, seconds);
        if (content <= 0 || content >= total) {
            say("upload.log.sending.last", ByteText.of(bytes), ByteText.of(rate));
            return;
        }
        // Few parts are in memory, so the packed part of the source is almost the sent part.
        long left = Math.round(seconds * (total - content) / content);
        say(
                left < MINUTES ? "upload.log.sending" : "upload.log.sending.long",
                ByteText.of(bytes),
                ByteText.of(rate),
                100 * content / total,
                left < MINUTES ? left : Math.round(left / 60.0));
    }

    @Override
    public void sent(Packed packed) {
        double seconds = (nanos.getAsLong() - begun) / 1e9;
        say(
                "upload.log.sent",
                ByteText.of(packed.size()),
                Math.round(seconds * 10) / 10.0,
                ByteText.of(rate(packed.size(), seconds)),
                packed.bundleType());
    }

    private static long rate(long bytes, double seconds) {
        return (long) (bytes / Math.max(seconds, 1e-3));
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
