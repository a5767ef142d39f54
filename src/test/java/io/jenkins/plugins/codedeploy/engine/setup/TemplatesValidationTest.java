package io.jenkins.plugins.codedeploy.engine.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every template is checked by AWS's cfn-lint ({@code -Dcfn.lint=…/cfn-lint}), which has the schemas of the resource
 * types, and every configuration by Terraform ({@code -Dterraform=…/terraform}, with {@code -Dterraform.plugins=…} for a
 * folder that mirrors the AWS provider). Skipped without them.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TemplatesValidationTest {
    static final SetupValues PLAIN = SetupValues.of("aws", "eu-central-1")
            .with(Field.SOURCE, "arn:aws:iam::111111111111:user/ci/jenkins")
            .with(Field.ROLE, "arn:aws:iam::222222222222:role/ci/Deployer")
            .with(Field.EXTERNAL_ID, "acme-1")
            .with(Field.APPLICATION, "shop {odd} %{name}")
            .with(Field.GROUP, "production")
            .with(Field.BUCKET, "releases-111111111111")
            .with(Field.BUCKET_REGION, "eu-central-1")
            .with(Field.INSTANCE_ROLE, "arn:aws:iam::222222222222:role/app/AppServers");
    private static final String KEY = "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    @TempDir
    Path folder;

    /** Names, and what the files of each are made from. */
    static Map<String, List<SetupValues>> setups() {
        Map<String, List<SetupValues>> setups = new LinkedHashMap<>();
        setups.put("source", List.of(PLAIN));
        setups.put("target", List.of(PLAIN.withBucketInTarget(true)));
        setups.put("encrypted", List.of(PLAIN.with(Field.KMS_KEY, KEY)));
        setups.put("controller", List.of(PLAIN.with(Field.SOURCE, "arn:aws:iam::111111111111:role/ci/Controller")));
        setups.put("own-account", List.of(PLAIN.with(Field.ROLE, null)));
        setups.put("china", List.of(china()));
        SetupValues token = PLAIN.with(Field.ISSUER, "https://jenkins.example.com/oidc")
                .with(Field.SUBJECT, "https://jenkins.example.com/job/shop/*");
        setups.put("token", List.of(token.with(Field.SOURCE, "arn:aws:iam::111111111111:role/ci/Jenkins")));
        setups.put(
                "token-direct",
                List.of(token.with(Field.SOURCE, null)
                        .with(Field.EXTERNAL_ID, null)
                        .withBucketInTarget(true)));
        setups.put("several", several(12));
        return setups;
    }

    private static SetupValues china() {
        return SetupValues.of("aws-cn", "cn-north-1")
                .with(Field.SOURCE, "arn:aws-cn:iam::111111111111:user/jenkins")
                .with(Field.ROLE, "arn:aws-cn:iam::222222222222:role/Deployer")
                .with(Field.APPLICATION, "shop")
                .with(Field.GROUP, "web")
                .with(Field.BUCKET, "releases-cn")
                .with(Field.INSTANCE_ROLE, "arn:aws-cn:iam::222222222222:role/AppServers");
    }

    /** So many accounts, with two applications each, one of which has instances of another role. */
    static List<SetupValues> several(int accounts) {
        List<SetupValues> all = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            String account = String.valueOf(222222222222L + i);
            SetupValues one = PLAIN.with(Field.ROLE, "arn:aws:iam::" + account + ":role/ci/Deployer")
                    .with(Field.INSTANCE_ROLE, "arn:aws:iam::" + account + ":role/app/AppServers");
            all.add(one);
            all.add(one.with(Field.APPLICATION, "orders")
                    .with(Field.INSTANCE_ROLE, "arn:aws:iam::" + account + ":role/app/OrderServers"));
        }
        return all;
    }

    @Test
    void cfnLintFindsNothingInAnyTemplate() throws Exception {
        String lint = System.getProperty("cfn.lint");
        Assumptions.assumeTrue(lint != null, "no -Dcfn.lint");
        write();
        List<String> templates;
        try (Stream<Path> files = Files.walk(folder)) {
            templates = files.map(Path::toString)
                    .filter(name -> name.endsWith(".template.json"))
                    .sorted()
                    .toList();
        }
        assertEquals(setups().size() * 3 - 4 + 11, templates.size(), templates::toString);
        List<String> command =
                new ArrayList<>(List.of(lint, "--format", "parseable", "--non-zero-exit-code", "informational"));
        command.addAll(List.of("--include-checks", "I", "--ignore-checks", "I3042", "--"));
        command.addAll(templates);
        assertEquals("0 ", run(folder, command));
    }

    @Test
    void terraformFindsEveryConfigurationValid() throws Exception {
        String terraform = System.getProperty("terraform");
        Assumptions.assumeTrue(terraform != null, "no -Dterraform");
        write();
        List<Path> configurations;
        try (Stream<Path> files = Files.walk(folder)) {
            configurations =
                    files.filter(file -> file.endsWith("main.tf.json")).sorted().toList();
        }
        assertEquals(setups().size() * 2 - 1 + 11, configurations.size(), configurations::toString);
        List<Path> chosen = configurations.stream()
                .filter(file -> !file.toString().contains("several/terraform/target-account-")
                        || file.toString().contains("222222222222"))
                .toList();
        for (Path file : chosen) {
            Path module = file.getParent();
            List<String> init =
                    new ArrayList<>(List.of(terraform, "init", "-no-color", "-input=false", "-backend=false"));
            String plugins = System.getProperty("terraform.plugins");
            if (plugins != null) {
                init.add("-plugin-dir=" + plugins);
            }
            String started = run(module, init);
            assertTrue(started.startsWith("0 "), started);
            String validated = run(module, List.of(terraform, "validate", "-no-color"));
            assertTrue(
                    validated.startsWith("0 ") && validated.strip().endsWith("Success! The configuration is valid."),
                    () -> module + ": " + validated);
        }
    }

    private void write() throws Exception {
        for (Map.Entry<String, List<SetupValues>> setup : setups().entrySet()) {
            for (Map.Entry<String, String> file :
                    new SetupFiles(setup.getValue()).contents().entrySet()) {
                Path path = folder.resolve(setup.getKey()).resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
    }

    /** Exit code and output. */
    private static String run(Path directory, List<String> command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(15, TimeUnit.MINUTES), command::toString);
        return process.exitValue() + " " + Files.readString(output);
    }
}
