package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.PushedRevision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "push", description = "Bundle and upload a revision; nothing is deployed.", sortOptions = false)
final class PushCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Mixin
    private BucketArguments bucket;

    @Mixin
    private SourceArguments source;

    @Option(names = "--application", description = "stands in the key where no prefix is given")
    private String application = "command-line";

    @Override
    int run(Console console) throws Exception {
        if (source.source == null) {
            throw new InvalidInputException("source", Text.of("engine.missing"));
        }
        TargetAccess access = account.access();
        PushRequest request = new PushRequest(source.spec(), bucket.naming(application), null, bucket.reuse());
        long begun = System.nanoTime();
        try (EngineRuntime runtime = runtime()) {
            PushedRevision pushed =
                    new Pushing(runtime, access, console::progress).push(bucket.target(access), request);
            ObjectNode result = Console.object();
            result.set("revision", Pushing.json(pushed));
            result.put("seconds", seconds(begun));
            console.result(result);
            return Console.SUCCESS;
        }
    }
}
