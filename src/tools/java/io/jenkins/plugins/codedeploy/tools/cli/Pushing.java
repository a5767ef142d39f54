package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.send.LocalRevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.PartSender;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.Push;
import io.jenkins.plugins.codedeploy.engine.upload.PushNarrator;
import io.jenkins.plugins.codedeploy.engine.upload.PushRecord;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Pushes from this machine. */
final class Pushing {
    private final EngineRuntime runtime;
    private final TargetAccess access;
    private final Consumer<String> progress;

    Pushing(EngineRuntime runtime, TargetAccess access, Consumer<String> progress) {
        this.runtime = runtime;
        this.access = access;
        this.progress = progress;
    }

    PushedRevision push(BucketTarget bucket, PushRequest request)
            throws EngineException, IOException, InterruptedException {
        RoleSession session = runtime.clients().session(access, "codedeploy-tools", null);
        PushNarrator narrator = new PushNarrator(Locale.ROOT, progress);
        try (AccountClients clients = new AccountClients(runtime.clients(), access, session, bucket)) {
            Push push = new Push(
                    new Uploader(clients, bucket, UploadJournal.NONE),
                    new LocalRevisionHost(new LocalSourceHost(), new PartSender()),
                    (host, source, survey) -> Set.of(),
                    PushRecord.NONE);
            PushedRevision pushed = push.run(request, narrator);
            narrator.done(pushed);
            return pushed;
        }
    }

    static ObjectNode json(S3Revision revision) {
        return Console.object()
                .put("bucket", revision.bucket())
                .put("key", revision.key())
                .put("bundleType", revision.bundleType())
                .put("versionId", revision.versionId())
                .put("eTag", revision.eTag());
    }

    static ObjectNode json(PushedRevision pushed) {
        return json(pushed.revision())
                .put("size", pushed.size())
                .put("digest", pushed.digest())
                .put("uploaded", pushed.uploaded());
    }
}
