package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EarlyCheck;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketAccount;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.Push;
import io.jenkins.plugins.codedeploy.engine.upload.PushNarrator;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionCheck;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import io.jenkins.plugins.codedeploy.parameters.BundleInputs;
import io.jenkins.plugins.codedeploy.records.BuildFiles;
import io.jenkins.plugins.codedeploy.records.JobRevisions;
import io.jenkins.plugins.codedeploy.records.Machines;
import io.jenkins.plugins.codedeploy.records.UnfinishedUploads;
import io.jenkins.plugins.codedeploy.result.CodeDeployEnvironment;
import io.jenkins.plugins.codedeploy.result.RevisionResult;
import io.jenkins.plugins.codedeploy.result.UserMessages;
import java.io.IOException;

/** Bundles and uploads what lies in a workspace. */
public final class BuildUpload {
    private final Run<?, ?> build;
    private final String id;
    private final TaskListener log;

    /** @param id of the step within the build, as {@link BuildFiles} has it */
    public BuildUpload(@NonNull Run<?, ?> build, @NonNull String id, @NonNull TaskListener log) {
        this.build = build;
        this.id = id;
        this.log = log;
    }

    /** Blocks as long as it takes; an interruption ends it on both machines. */
    @NonNull
    public RevisionResult push(
            @NonNull BundleInputs inputs, @NonNull ResolvedTarget target, @NonNull FilePath workspace)
            throws EngineException, IOException, InterruptedException {
        AwsClients clients = Engines.clients();
        TargetAccess access = target.access();
        PushRequest request = inputs.push(build, workspace, target);
        BucketTarget given = new BucketTarget(
                Inputs.required("bucket", target.bucket()),
                access.region(),
                target.bucketOwner(),
                target.bucketAccount(),
                target.kmsKeyId());
        BucketTarget bucket = BucketAccount.require(given, clients, access);
        UnfinishedUploads uploads = BuildFiles.uploads(build, id);
        uploads.abandon((left, keys) -> account(access, left, keys));
        try (AccountClients account = account(access, bucket, request.naming().keys())) {
            AgentRevisionHost host = new AgentRevisionHost(workspace);
            if (bucket.owner() == BucketOwner.TARGET) {
                EarlyCheck.enter(access, account::validUntil);
            }
            Uploader uploader = new Uploader(account, bucket, uploads);
            JobRevisions known = new JobRevisions(build, Machines.of(workspace));
            PushNarrator narrator = new PushNarrator(Language.of(UserMessages.locale()), log.getLogger()::println);
            PushedRevision pushed = new Push(uploader, host, check(inputs, narrator), known).run(request, narrator);
            narrator.done(pushed);
            RevisionResult result = RevisionResult.of(pushed);
            CodeDeployEnvironment.pushed(build, result);
            return result;
        }
    }

    private AccountClients account(TargetAccess access, BucketTarget bucket, String keys) {
        AwsClients clients = Engines.clients();
        RoleSession session = bucket.owner() == BucketOwner.TARGET
                ? clients.session(
                        access,
                        BuildDeployment.sessionName(build),
                        SessionPolicy.uploader(access, bucket.bucket(), keys, bucket.kmsKeyId()))
                : null;
        return new AccountClients(clients, access, session, bucket);
    }

    /** What the AppSpec runs must be executable; one that cannot be deployed is refused before anything is sent. */
    private static RevisionCheck check(BundleInputs inputs, PushNarrator narrator) {
        AppSpecCheck check = new AppSpecCheck(inputs.strictAppSpec(), narrator::note);
        return (host, source, survey) -> check.check(host, source, survey).hookScripts();
    }
}
