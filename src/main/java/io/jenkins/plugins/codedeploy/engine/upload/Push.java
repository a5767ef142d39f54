package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
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
        String digest = host.digest(source, executables);
        listener.digested(digest);
        RevisionKey key = request.naming().keyFor(digest, survey.bundleType());
        Reusables reusables = new Reusables(uploader.bucket(), record, request.reuse(), key, digest);
        Optional<PushedRevision> known = reusables.byDigest(survey.bundleType());
        if (known.isPresent()) {
            return added(known.get());
        }
        Packed packed = null;
        if (reusables.mayMatch()) {
            listener.comparing();
            // Only the bytes show whether the object is the same. Packing them takes less time than sending them.
            packed = typed(host.pack(source, executables, digest), survey);
            Optional<PushedRevision> same = reusables.byBytes(packed);
            if (same.isPresent()) {
                return added(same.get());
            }
        }
        if (reusables.renews()) {
            listener.note(Text.of("upload.renewed", uploader.bucket().target().arn(key.key())));
        }
        ArchiveSender sender = signer -> {
            SentArchive sent = host.send(source, executables, digest, signer);
            typed(sent.packed(), survey);
            return sent;
        };
        Packed taken = reusables.isTaken() ? packed : null;
        RevisionKey allowed = reusables.replacing();
        return added(uploader.upload(digest, taken, sender, allowed, request.labels(), listener));
    }

    private static Packed typed(Packed packed, Survey survey) throws EngineException {
        HostAnswers.require(packed.bundleType().equals(survey.bundleType()), "bundleType", packed.bundleType());
        return packed;
    }

    private PushedRevision added(PushedRevision pushed) {
        record.add(pushed);
        return pushed;
    }
}
