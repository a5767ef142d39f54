package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EarlyCheck;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Advice;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.send.LocalRevisionHost;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketAccount;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketRegion;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.Push;
import io.jenkins.plugins.codedeploy.engine.upload.PushNarrator;
import io.jenkins.plugins.codedeploy.engine.upload.PushRecord;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionFile;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionKey;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/** Bundles and uploads a source on this machine. */
final class PushOperation {
    /** System property: folder of the record of what was pushed from this machine. */
    static final String RECORD = "codedeploy.tools.folder";

    private final EngineRuntime runtime;
    private final TargetAccess access;
    private final Consumer<String> progress;
    private final PushRecord record;

    PushOperation(EngineRuntime runtime, TargetAccess access, Consumer<String> progress) {
        this(runtime, access, progress, new OwnRevisions());
    }

    PushOperation(EngineRuntime runtime, TargetAccess access, Consumer<String> progress, PushRecord record) {
        this.runtime = runtime;
        this.access = access;
        this.progress = progress;
        this.record = record;
    }

    PushedRevision push(BucketArguments arguments, PushRequest request, boolean strictAppSpec)
            throws EngineException, IOException, InterruptedException {
        return push(find(arguments), request, strictAppSpec);
    }

    /** Uploads what is deployed at once: the bucket must be in the instances' Region. */
    PushedRevision pushToDeploy(BucketArguments arguments, PushRequest request, boolean strictAppSpec)
            throws EngineException, IOException, InterruptedException {
        BucketTarget bucket = find(arguments);
        if (!bucket.region().equals(access.region())) {
            throw new EngineException(new Problem(
                            Text.of("deploy.revision.region", bucket.bucket(), bucket.region(), access.region()),
                            null,
                            null)
                    .with(Advice.otherRegion(access.known()
                            .with(Field.SOURCE, runtime.clients().sourceArn(access))
                            .with(Field.BUCKET, bucket.bucket())
                            .with(Field.BUCKET_REGION, bucket.region())
                            .withBucketInTarget(bucket.owner() == BucketOwner.TARGET))));
        }
        return push(bucket, request, strictAppSpec);
    }

    /**
     * Finds the bucket's Region and account if they were not specified.
     *
     * @throws EngineException if AWS does not return them; thrown here, before anything is bundled
     */
    BucketTarget find(BucketArguments arguments) throws EngineException {
        BucketTarget given = arguments.target(access);
        String region = null;
        if (!arguments.isRegionGiven()) {
            try (AccountClients clients = clients(given, "*")) {
                region = BucketRegion.of(clients.s3(), given.bucket());
            } catch (SdkException e) {
                throw new EngineException(Refusals.explain(access, "s3:HeadBucket", given.bucket(), e), e);
            }
        }
        if (region != null && !region.equals(access.region())) {
            progress.accept("Note: bucket " + given.bucket() + " is in " + region + ". Instances in " + access.region()
                    + " cannot download from it, because CodeDeploy requires bucket and instances in the same Region.");
        }
        return BucketAccount.require(arguments.target(access, region), runtime.clients(), access);
    }

    /** @param strictAppSpec whether warnings about the AppSpec are errors */
    PushedRevision push(BucketTarget bucket, PushRequest request, boolean strictAppSpec)
            throws EngineException, IOException, InterruptedException {
        PushNarrator narrator = new PushNarrator(OptionNames.LANGUAGE, progress);
        try (AccountClients clients = clients(bucket, request.naming().keys())) {
            if (bucket.owner() == BucketOwner.TARGET) {
                EarlyCheck.enter(access, clients::validUntil);
            }
            Push push = new Push(
                    new Uploader(clients, bucket, UploadJournal.NONE),
                    new LocalRevisionHost(),
                    (host, source, survey) -> new AppSpecCheck(strictAppSpec, narrator::note)
                            .check(host, source, survey)
                            .hookScripts(),
                    record);
            PushedRevision pushed = push.run(request, narrator);
            narrator.done(pushed);
            return pushed;
        }
    }

    /** Beside the AWS configuration. Allows the replacement of any object: the user may write the key that is given. */
    private static final class OwnRevisions extends RevisionFile {
        OwnRevisions() {
            super(
                    Path.of(System.getProperty(RECORD, System.getProperty("user.home") + "/.aws/codedeploy-tools"))
                            .resolve("revisions"),
                    "local");
        }

        @Override
        public Optional<String> replaceable(String bucket, String key) {
            return Optional.of(RevisionKey.ANYTHING);
        }
    }

    private AccountClients clients(BucketTarget bucket, String keys) {
        RoleSession session = runtime.clients()
                .session(
                        access,
                        DeployOperation.SESSION,
                        SessionPolicy.uploader(access, bucket.bucket(), keys, bucket.kmsKeyId()));
        return new AccountClients(runtime.clients(), access, session, bucket);
    }

    static ObjectNode json(S3Revision revision) {
        return Console.object()
                .put("bucket", revision.bucket())
                .put("key", revision.key())
                .put("bundleType", revision.bundleType())
                .put("versionId", revision.versionId())
                .put("eTag", revision.eTag())
                .putNull("size")
                .put("uploaded", false);
    }

    static ObjectNode json(PushedRevision pushed) {
        return json(pushed.revision())
                .put("size", pushed.size())
                .put("uploaded", pushed.uploaded())
                .put("digest", pushed.digest());
    }
}
