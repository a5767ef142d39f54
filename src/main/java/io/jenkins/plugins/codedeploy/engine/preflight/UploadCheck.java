package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionKey;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import java.io.IOException;

/** Whether a revision can be uploaded: right, key and network path at once. */
final class UploadCheck {
    private final Scene scene;
    private final PartProbe probe;

    UploadCheck(Scene scene, PartProbe probe) {
        this.scene = scene;
        this.probe = probe;
    }

    @NonNull
    CheckResult upload() throws IOException, InterruptedException {
        AccountClients clients = scene.bucketClients();
        PreflightRequest request = scene.request();
        BucketTarget bucket = request.bucket();
        if (clients == null || bucket == null) {
            return CheckResult.notApplicable(Check.UPLOAD, Text.of("preflight.noBucket"));
        }
        if (request.uploadsAsRole() && !scene.isEntered()) {
            return CheckResult.notPermitted(Check.UPLOAD, Text.of("preflight.notEntered"), null);
        }
        try {
            new Uploader(clients, bucket, UploadJournal.NONE)
                    .probe(new RevisionKey(request.sampleKey(), "", false), probe);
        } catch (EngineException e) {
            return CheckResult.failed(Check.UPLOAD, e.problem());
        }
        return CheckResult.passed(Check.UPLOAD, Text.of("preflight.upload", clients.identity(), bucket.arn(null)));
    }
}
