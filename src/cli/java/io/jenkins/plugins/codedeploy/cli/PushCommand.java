package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import io.jenkins.plugins.codedeploy.engine.upload.RevisionLabels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "push",
        description = "Bundle and upload a revision without deploying it. Prints its address for deploy --revision.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  revision=$(codedeploy-tools push --source dist --bucket revisions \\",
            "    --region eu-central-1)"
        })
final class PushCommand extends EngineCommand {
    private static final String UNFINISHED =
            "Interrupted. No revision was uploaded. The bucket can contain parts of an unfinished upload.";

    static final String DEFAULT_APPLICATION = "command-line";

    @Mixin
    private AccountOptions account;

    @Mixin
    private BucketArguments bucket;

    @Mixin
    private SourceArguments source;

    @Mixin
    private ReuseArguments reuse;

    @Option(
            names = "--application",
            description = "application name to use in the key if there is no --key-prefix (default: ${DEFAULT-VALUE})")
    private String application = DEFAULT_APPLICATION;

    @Override
    @SuppressWarnings("try")
    int run(Console console, ObjectNode result) throws Exception {
        result.putNull("revision");
        TargetAccess access = account.access(console);
        PushRequest request =
                new PushRequest(source.spec(), bucket.naming(application), RevisionLabels.none(), reuse.reuse());
        bucket.target(access);
        long begun = System.nanoTime();
        console.progress("Checking access to the bucket");
        try (EngineRuntime runtime = account.runtime();
                Interruption early = new Interruption(console, UNFINISHED)) {
            PushedRevision pushed =
                    new PushOperation(runtime, access, console::progress).push(bucket, request, source.strictAppSpec);
            result.set("revision", PushOperation.json(pushed));
            console.output(pushed.revision().toString());
            return Console.SUCCESS;
        } finally {
            result.put("seconds", seconds(begun));
        }
    }
}
