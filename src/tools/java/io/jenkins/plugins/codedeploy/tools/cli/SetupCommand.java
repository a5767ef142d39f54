package io.jenkins.plugins.codedeploy.tools.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.Refusals;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.setup.Setup;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument;
import io.jenkins.plugins.codedeploy.engine.setup.SetupValues;
import io.jenkins.plugins.codedeploy.engine.setup.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.Templates;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

@Command(
        name = "setup",
        description = "Write the least-privilege policies of both accounts, and two CloudFormation templates.",
        sortOptions = false)
final class SetupCommand extends EngineCommand {
    @Mixin
    private AccountOptions account;

    @Mixin
    private BucketArguments bucket;

    @Option(names = "--application", description = "CodeDeploy application")
    private String application;

    @Option(names = "--deployment-group", description = "its deployment group")
    private String deploymentGroup;

    @Option(
            names = "--source-arn",
            description = "user or role whose credentials are stored; default: AWS is asked who the caller is")
    private String sourceArn;

    @Option(names = "--output", description = "folder for the files; without it they are only in the result")
    private Path output;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        SetupValues values = values(account.access());
        ArrayNode documents = result.putArray("documents");
        Map<String, String> files = new LinkedHashMap<>();
        for (SetupDocument document : Setup.documents(values)) {
            String name = document.kind().fileName();
            files.put(name, document.json());
            documents
                    .addObject()
                    .put("step", document.kind().step().number())
                    .put("file", name)
                    .put("title", document.title().toString())
                    .put("account", document.account())
                    .put("resource", document.resource())
                    .set("document", document.document());
            console.progress("== " + document.title());
            console.lines(document.json());
        }
        files.put("source-account.template.json", Templates.source(values));
        files.put("target-account.template.json", Templates.target(values));
        if (output != null) {
            write(files);
            result.put("output", output.toAbsolutePath().toString());
        }
        ArrayNode names = result.putArray("files");
        files.keySet().forEach(names::add);
        return Console.SUCCESS;
    }

    private SetupValues values(TargetAccess access) throws EngineException {
        SetupValues values = access.known()
                .with(Field.APPLICATION, application)
                .with(Field.GROUP, deploymentGroup)
                .with(Field.SOURCE, sourceArn == null ? caller(access) : sourceArn);
        if (!bucket.isGiven()) {
            return values;
        }
        BucketTarget target = bucket.target(access);
        return values.with(Field.BUCKET, target.bucket())
                .with(Field.BUCKET_REGION, target.region())
                .with(Field.KEY_PREFIX, bucket.prefix(String.valueOf(application)))
                .with(Field.KMS_KEY, target.kmsKeyId())
                .withBucketInTarget(target.owner() == BucketOwner.TARGET);
    }

    private String caller(TargetAccess access) throws EngineException {
        try (EngineRuntime runtime = account.runtime()) {
            return runtime.clients().sts(access).getCallerIdentity().arn();
        } catch (SdkException e) {
            throw new EngineException(Refusals.explain(access, "sts:GetCallerIdentity", "*", e), e);
        }
    }

    private void write(Map<String, String> files) throws IOException {
        Files.createDirectories(output);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(output.resolve(file.getKey()), file.getValue() + "\n");
        }
    }
}
