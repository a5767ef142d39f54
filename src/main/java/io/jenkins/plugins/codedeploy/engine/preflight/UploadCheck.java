package io.jenkins.plugins.codedeploy.engine.preflight;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.diagnosis.NoAnswer;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionKey;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether a revision can be uploaded: right, key and network path at once. */
final class UploadCheck {
    private static final Logger LOGGER = Logger.getLogger(UploadCheck.class.getName());

    private final PreflightContext scene;
    private final PartProbe probe;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean begun;

    UploadCheck(PreflightContext scene, PartProbe probe) {
        this.scene = scene;
        this.probe = (part, content) -> {
            begun = true;
            return probe.send(part, content);
        };
    }

    /** Where the check was given up: until what it has begun at S3 is aborted. */
    void awaitTidied(Duration limit) throws InterruptedException {
        if (begun && !over.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            LOGGER.fine("the upload that a check began is still being aborted");
        }
    }

    @NonNull
    CheckResult upload() throws IOException, InterruptedException {
        try {
            return tried();
        } finally {
            over.countDown();
        }
    }

    private CheckResult tried() throws IOException, InterruptedException {
        AccountClients clients = scene.bucketClients();
        PreflightRequest request = scene.request();
        if (clients == null || request.bucket() == null) {
            return scene.withoutBucket(Check.UPLOAD);
        }
        if (request.uploadsAsRole() && !scene.isEntered()) {
            return CheckResult.notPermitted(Check.UPLOAD, Text.of("preflight.notEntered"), null);
        }
        if (!request.uploadsAsRole() && request.access().source().webIdentity() == null && scene.isSourceRefused()) {
            return CheckResult.unknown(Check.UPLOAD, Text.of("preflight.sourceRefused"));
        }
        BucketTarget bucket = scene.bucket();
        try {
            new Uploader(clients, bucket, UploadJournal.NONE)
                    .probe(new RevisionKey(request.sampleKey(), "", false), probe);
        } catch (EngineException e) {
            NoAnswer none = e.getCause() instanceof SdkException cause ? scene.noAnswer(AwsService.S3, cause) : null;
            if (none != null) {
                return CheckResult.unknown(Check.UPLOAD, none);
            }
            return CheckResult.failed(Check.UPLOAD, e.problem());
        }
        return CheckResult.passed(
                Check.UPLOAD, Text.of("preflight.upload", clients.identity(), bucket.arn(request.allKeys())));
    }
}
