package io.jenkins.plugins.codedeploy.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument;
import io.jenkins.plugins.codedeploy.engine.setup.SetupFiles;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

@Command(
        name = "setup",
        description = "Write the least-privilege policies of both accounts, as documents, CloudFormation templates and"
                + " Terraform configurations.",
        sortOptions = false,
        footer = {
            AccountOptions.CREDENTIALS,
            "",
            "Example:",
            "  codedeploy-tools setup --region eu-central-1 --bucket revisions \\",
            "    --role-arn arn:aws:iam::222222222222:role/CodeDeployFromJenkins \\",
            "    --external-id shop-production --application shop --deployment-group web \\",
            "    --output setup"
        })
final class SetupCommand extends EngineCommand {
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "\\b(SOURCE_ACCOUNT|SOURCE_USER|TARGET_ACCOUNT|ACCOUNT|APPLICATION|DEPLOYMENT_GROUP|INSTANCE_ROLE|ROLE_PATH|EXTERNAL_ID|SUBJECT)\\b");

    @Mixin
    private AccountOptions account;

    @Mixin
    private BucketArguments bucket;

    @Option(names = "--application", description = "CodeDeploy application")
    private String application;

    @Option(names = "--deployment-group", description = "deployment group of the application")
    private String deploymentGroup;

    @Option(
            names = "--source-arn",
            description =
                    "ARN of the user or role whose credentials are stored; default: the caller, from sts:GetCallerIdentity")
    private String sourceArn;

    @Option(
            names = "--oidc-issuer",
            description =
                    "issuer URL of ID tokens, if Jenkins stores no key: writes an identity provider and the trust for it;"
                            + " the tokens assume the role --source-arn or, without that option, --role-arn")
    private String oidcIssuer;

    @Option(
            names = "--oidc-subject",
            description =
                    "subject of the tokens that may be used: a job's URL, or a folder's with a wildcard at the end")
    private String oidcSubject;

    @Option(names = "--oidc-audience", description = "audience of the tokens; default: sts.amazonaws.com")
    private String oidcAudience;

    @Option(
            names = "--without-external-id",
            description = "write a trust policy that requires no external ID if there is no --external-id")
    private boolean withoutExternalId;

    @Option(
            names = "--targets",
            description =
                    "JSON file with further target accounts and applications: an array of objects with role-arn,"
                            + " external-id, instance-role, application, deployment-group; omitted fields default to the options of this command")
    private Path targets;

    @Option(names = "--output", description = "folder for the files; without it, the documents are printed")
    private Path output;

    @Override
    int run(Console console, ObjectNode result) throws Exception {
        checkOutput();
        TargetAccess access = account.access(console);
        SetupValues values = values(console, access);
        if (targets != null && !values.has(Field.ROLE)) {
            throw new InvalidInputException("roleArn", Text.of("engine.missing"));
        }
        SetupFiles setup =
                new SetupFiles(targets == null ? List.of(values) : SetupTargets.read(readable(targets), values));
        ArrayNode documents = result.putArray("documents");
        for (SetupDocument document : setup.documents()) {
            String name = setup.name(document);
            documents
                    .addObject()
                    .put("step", document.kind().step().number())
                    .put("file", name)
                    .put("title", document.title().toString())
                    .put("account", document.account())
                    .put("resource", document.resource())
                    .set("document", document.document());
            if (output == null) {
                console.output("== " + document.title());
                document.json().lines().forEach(console::output);
            }
        }
        Map<String, String> files = setup.contents();
        if (output != null) {
            ArrayNode replaced = result.putArray("replaced");
            write(files).forEach(replaced::add);
            result.put("output", output.toAbsolutePath().toString());
            if (!replaced.isEmpty()) {
                console.progress(
                        "Replaced files in " + output + " that had different content: " + joined(replaced) + ".");
            }
        }
        tellMissing(console, access, files);
        if (output != null) {
            files.keySet().forEach(name -> console.output(output.resolve(name).toString()));
            console.output(
                    "Next: apply the files in the order of their numbers, or one template of each account; then run"
                            + " preflight with the same options.");
        }
        ArrayNode names = result.putArray("files");
        files.keySet().forEach(names::add);
        return Console.SUCCESS;
    }

    private SetupValues values(Console console, TargetAccess access) throws EngineException {
        SetupValues values = access.known()
                .withoutExternalId(withoutExternalId)
                .with(Field.APPLICATION, application)
                .with(Field.GROUP, deploymentGroup)
                .with(Field.ISSUER, Inputs.optional("oidcIssuer", oidcIssuer))
                .with(Field.SUBJECT, Inputs.optional("oidcSubject", oidcSubject))
                .with(Field.AUDIENCE, Inputs.optional("oidcAudience", oidcAudience));
        values = values.with(
                Field.SOURCE,
                values.has(Field.ISSUER) ? Inputs.principal("sourceArn", sourceArn) : source(console, access));
        if (!bucket.isGiven()) {
            return values;
        }
        BucketTarget target = bucket.target(access);
        return values.with(Field.BUCKET, target.bucket())
                .with(Field.BUCKET_REGION, target.region())
                .with(Field.KEY_PREFIX, bucket.policyPrefix())
                .with(Field.KMS_KEY, target.kmsKeyId())
                .withBucketInTarget(target.owner() == BucketOwner.TARGET || values.isTokenDirect());
    }

    private String source(Console console, TargetAccess access) throws EngineException {
        String given = Inputs.principal("sourceArn", sourceArn);
        if (given != null) {
            return given;
        }
        String caller = caller(access);
        if (Arns.isSession(caller)) {
            console.progress("Note: " + Text.of("engine.principal.noPath", caller) + " (--source-arn)");
        }
        return caller;
    }

    private String caller(TargetAccess access) throws EngineException {
        try (EngineRuntime runtime = account.runtime()) {
            return runtime.clients().sts(access).getCallerIdentity().arn();
        } catch (SdkException e) {
            throw new EngineException(Refusals.explain(access, "sts:GetCallerIdentity", "*", e), e);
        }
    }

    /** Reports missing options, the placeholders to replace because of them, and the files that contain them. */
    private void tellMissing(Console console, TargetAccess access, Map<String, String> files) {
        List<String> missing = new ArrayList<>();
        Map<String, String> given = new LinkedHashMap<>();
        given.put("--bucket", bucket.isGiven() ? "" : null);
        given.put("--instance-role", access.instanceRole());
        if (access.role() != null && !withoutExternalId) {
            given.put("--external-id", access.externalId());
        }
        given.put("--application", application);
        given.put("--deployment-group", deploymentGroup);
        given.forEach((option, value) -> {
            if (value == null) {
                missing.add(option);
            }
        });
        Set<String> placeholders = new TreeSet<>();
        Set<String> where = new TreeSet<>();
        files.forEach((name, content) -> {
            Matcher m = PLACEHOLDER.matcher(content);
            while (m.find()) {
                placeholders.add(m.group());
                where.add(name);
            }
        });
        if (!missing.isEmpty()) {
            console.progress("Not specified: " + String.join(", ", missing)
                    + (bucket.isGiven()
                            ? ""
                            : " (without --bucket, the policies for the bucket and the instances are omitted)")
                    + (where.isEmpty()
                            ? "."
                            : "; replace " + String.join(", ", placeholders) + " in: " + String.join(", ", where)
                                    + "."));
        }
        if (access.role() != null && access.externalId() == null && withoutExternalId) {
            console.progress(
                    "Warning: the trust policy requires no external ID. An external ID protects the role against"
                            + " the confused deputy problem.");
        }
    }

    private static Path readable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new InvalidInputException("targets", Text.of("setup.targets.none", file));
        }
        return file;
    }

    private void checkOutput() {
        if (output != null && Files.exists(output) && !Files.isDirectory(output)) {
            throw new InvalidInputException("output", Text.of("engine.notFolder", output));
        }
    }

    /** @return the existing files whose content was replaced */
    private List<String> write(Map<String, String> files) throws IOException {
        List<String> replaced = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = output.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            String content = file.getValue() + "\n";
            if (Files.exists(path) && !Files.readString(path).equals(content)) {
                replaced.add(file.getKey());
            }
            Files.writeString(path, content);
        }
        return replaced;
    }

    private static String joined(ArrayNode names) {
        List<String> all = new ArrayList<>();
        names.forEach(name -> all.add(name.asText()));
        return String.join(", ", all);
    }
}
