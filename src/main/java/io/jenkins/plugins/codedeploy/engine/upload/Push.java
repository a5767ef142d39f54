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

    public Push(
            @NonNull Uploader uploader,
            @NonNull RevisionHost host,
            @NonNull RevisionCheck check,
            @NonNull PushRecord record) {
        this.uploader = uploader;
        this.host = host;
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
        String digest = host.digest(source, executables);
        listener.digested(digest);

        RevisionKey key = request.naming().keyFor(digest, survey.bundleType());
        Reusables reusables = new Reusables(uploader.bucket(), record);
        Optional<PushedRevision> known = reusables.byDigest(request.reuse(), key, survey.bundleType(), digest);
        if (known.isPresent()) {
            return known.get();
        }
        Packed packed = host.pack(source, executables, digest);
        try {
            listener.packed(packed);
            Optional<PushedRevision> same = reusables.byBytes(request.reuse(), key, packed);
            return same.isPresent() ? same.get() : uploader.upload(packed, host, key, request.labels(), listener);
        } finally {
            discard(packed, listener);
        }
    }

    private void discard(Packed packed, PushListener listener) throws InterruptedException {
        try {
            host.discard(packed);
        } catch (IOException | EngineException e) {
            listener.note(Text.of("upload.notDiscarded", packed.file()));
        }
    }
}
