package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.SingleLine;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "deploy",
        description = "Deploy a source or an existing revision, or track an existing deployment.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools deploy --source dist --bucket revisions --application shop \\",
            "    --deployment-group web --region eu-central-1 --watch \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins"
        })
final class DeployCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Mixin
    private BucketArguments bucket;

    @Mixin
    private SourceArguments source;

    @Mixin
    private ReuseArguments reuse;

    @Mixin
    private DeploymentArguments deployment;

    @Option(names = "--revision", description = "revision in S3 to deploy: s3://bucket/key[?versionId=…&eTag=…]")
    private String revision;

    @Option(names = "--git-hub", description = "revision on GitHub to deploy: owner/repository@commit")
    private String gitHub;

    @Option(
            names = "--app-spec-content",
            description =
                    "AppSpec for Lambda or ECS: a file name, or the content itself as JSON or as YAML with several lines")
    private String appSpecContent;

    @Option(names = "--deployment-id", description = "ID of an existing deployment to track; no deployment is created")
    private String deploymentId;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        result.putNull("deploymentId");
        result.putNull("status");
        result.put("application", deployment.application);
        result.put("deploymentGroup", deployment.deploymentGroup);
        result.putNull("revision");
        if (Stream.of(source.source, revision, gitHub, appSpecContent, deploymentId)
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw new InvalidInputException(
                    "source",
                    Text.of("engine.oneOf", "--source, --revision, --git-hub, --app-spec-content, --deployment-id"));
        }
        Revision given = given(console, result);
        TargetAccess access = account.access(console);
        DeploymentPolicy policy = deployment.policy(account::paced);
        long begun = System.nanoTime();
        try (EngineRuntime runtime = account.runtime()) {
            DeployOperation deploying = new DeployOperation(runtime, access, console, deployment.watch);
            Outcome outcome;
            if (deploymentId != null) {
                if (deployment.noWait) {
                    throw new InvalidInputException("noWait", Text.of("engine.oneOf", "--no-wait, --deployment-id"));
                }
                outcome = deploying.follow(Inputs.deploymentId(deploymentId), policy);
            } else {
                Revision what = given == null ? push(runtime, access, console, result) : given;
                outcome = deploying.deploy(deployment.request(what), policy);
            }
            DeployOperation.tell(outcome, result);
            return exitCode(outcome);
        } finally {
            result.put("seconds", seconds(begun));
        }
    }

    /** Returns an existing revision; null if a source is pushed or a deployment is tracked. */
    private Revision given(Console console, ObjectNode result) throws EngineException, IOException {
        if (gitHub != null) {
            int at = gitHub.lastIndexOf('@');
            Revision commit = new GitHubRevision(
                    gitHub.substring(0, Math.max(0, at)), at < 0 ? gitHub : gitHub.substring(at + 1));
            result.put("revision", commit.toString());
            return commit;
        }
        if (appSpecContent != null) {
            String content = content(appSpecContent);
            AppSpecRevision inline = new AppSpecRevision(content);
            new AppSpecCheck(
                            source.strictAppSpec,
                            warning -> console.progress("Note: " + SingleLine.of(warning.toString())))
                    .checkContent(content);
            result.put("revision", inline.toString());
            return inline;
        }
        return revision == null ? null : existing(result);
    }

    /** Returns the content itself, or that of the file. */
    static String content(String appSpecContent) throws IOException {
        if (appSpecContent.contains("\n") || appSpecContent.strip().startsWith("{")) {
            return appSpecContent;
        }
        try {
            return Files.readString(Path.of(appSpecContent));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new InvalidInputException("appSpecContent", Text.of("bundle.sourceMissing", appSpecContent));
        }
    }

    private S3Revision existing(ObjectNode result) {
        S3Revision existing;
        try {
            existing = S3Revision.parse(revision);
        } catch (InvalidInputException e) {
            // bucket and key have no options of their own here
            throw new InvalidInputException("revision", e.text());
        }
        result.set("revision", PushOperation.json(existing));
        return existing;
    }

    @SuppressWarnings("try")
    private S3Revision push(EngineRuntime runtime, TargetAccess access, Console console, ObjectNode result)
            throws EngineException, IOException, InterruptedException {
        // validate all options before reading the source
        S3Revision any = new S3Revision(bucket.target(access).bucket(), "revision.zip", "zip", null, null);
        PushRequest request = new PushRequest(
                source.spec(),
                bucket.naming(deployment.request(any).application()),
                RevisionLabels.none(),
                reuse.reuse());
        result.put("status", "NotCreated");
        console.progress("Checking access to deployment group " + deployment.deploymentGroup + " of "
                + deployment.application + " in " + access.region());
        try (Interruption early = new Interruption(console, "Interrupted. No deployment was created.")) {
            runtime.engine().checkEarly(access, DeployOperation.SESSION, deployment.request(any), true);
            result.putNull("status");
            PushedRevision pushed = new PushOperation(runtime, access, console::progress)
                    .pushToDeploy(bucket, request, source.strictAppSpec);
            result.set("revision", PushOperation.json(pushed));
            return pushed.revision();
        }
    }

    static int exitCode(Outcome outcome) {
        boolean busy =
                outcome.problem() != null && outcome.problem().summary().code().equals("deploy.groupBusy");
        return switch (outcome.kind()) {
            case SUCCEEDED, TRAFFIC_SHIFTED, READY, CREATED -> Console.SUCCESS;
            case NOT_CREATED -> busy ? Console.NOT_SUCCESSFUL : Console.BAD_INPUT;
            default -> Console.NOT_SUCCESSFUL;
        };
    }
}
