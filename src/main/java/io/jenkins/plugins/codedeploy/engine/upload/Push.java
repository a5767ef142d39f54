package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** A directory or archive into its bucket: looked over, named by its content, and sent only if it is not there. */
public final class Push {
    private final Uploader uploader;
    private final RevisionHost host;
    private final RevisionCheck check;
    private final PushRecord record;

    /** @param host what it answers is checked: it is not trusted */
    public Push(
            @NonNull Uploader uploader,
            @NonNull RevisionHost host,
            @NonNull RevisionCheck check,
            @NonNull PushRecord record) {
        this.uploader = uploader;
        this.host = new CheckedHost(host);
        this.check = check;
        this.record = record;
    }

    /**
     * @throws EngineException when the files cannot be deployed or S3 refuses
     * @throws IOException when the host is lost
     * @throws InterruptedException when interrupted, once what was begun has been undone
     */
    @NonNull
    public PushedRevision run(@NonNull PushRequest request, @NonNull PushListener listener)
            throws EngineException, IOException, InterruptedException {
        SourceSpec source = request.source();
        Survey survey = host.survey(source);
        listener.surveyed(survey);
        Set<String> executables = check.check(host, source, survey);
        Reusables reusables = new Reusables(uploader.bucket(), record);
        String digest = null;
        if (reusables.mayHold(request.reuse(), survey)) {
            digest = host.digest(source, executables);
            listener.digested(digest);
            RevisionKey key = request.naming().keyFor(digest, survey.bundleType());
            Optional<PushedRevision> known = reusables.byDigest(request.reuse(), key, survey.bundleType(), digest);
            if (known.isPresent()) {
                return added(known.get(), survey);
            }
        }
        Packed packed = host.pack(source, executables, digest);
        try {
            HostAnswers.require(packed.bundleType().equals(survey.bundleType()), "bundleType", packed.bundleType());
            if (digest == null) {
                listener.digested(packed.digest());
            }
            return added(packed(packed, reusables, request, listener), survey);
        } finally {
            discard(packed, listener);
        }
    }

    private PushedRevision packed(Packed packed, Reusables reusables, PushRequest request, PushListener listener)
            throws EngineException, IOException, InterruptedException {
        listener.packed(packed);
        RevisionKey key = request.naming().keyFor(packed.digest(), packed.bundleType());
        Optional<PushedRevision> same = reusables.byBytes(request.reuse(), key, packed);
        if (same.isEmpty() && reusables.renews()) {
            listener.note(Text.of("upload.renewed", uploader.bucket().target().arn(key.key())));
        }
        return same.isPresent()
                ? same.get()
                : uploader.upload(packed, host, reusables.replacing(request.reuse(), key), request.labels(), listener);
    }

    private PushedRevision added(PushedRevision pushed, Survey survey) {
        record.add(pushed, survey);
        return pushed;
    }

    private void discard(Packed packed, PushListener listener) throws InterruptedException {
        try {
            host.discard(packed);
        } catch (IOException | EngineException e) {
            listener.note(Text.of("upload.notDiscarded", packed.file()));
        }
    }
}
