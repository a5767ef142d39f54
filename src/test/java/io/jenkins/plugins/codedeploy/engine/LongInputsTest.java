package io.jenkins.plugins.codedeploy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.appspec.AppSpecCheck;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.AwsService;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Denial;
import io.jenkins.plugins.codedeploy.engine.facts.Arns;
import io.jenkins.plugins.codedeploy.engine.revision.GitHubRevision;
import io.jenkins.plugins.codedeploy.engine.revision.ObjectKeys;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of a quarter of a megabyte, in forms that make patterns try again or call themselves, reach everything that judges text. */
class LongInputsTest {
    private static final int LENGTH = 1 << 18;

    static Stream<String> validators() {
        return all().keySet().stream();
    }

    private static Map<String, Consumer<String>> all() {
        Map<String, Consumer<String>> all = new LinkedHashMap<>();
        all.put("region", text -> Inputs.region("region", text));
        all.put("bucket", text -> Inputs.bucket("bucket", text));
        all.put("externalId", Inputs::externalId);
        all.put("principal", text -> Inputs.principal("source", text));
        all.put("name", text -> Inputs.name("application", text));
        all.put("deploymentId", Inputs::deploymentId);
        all.put("kmsKeyId", Inputs::kmsKeyId);
        all.put("roleArn", RoleArn::parse);
        all.put("endpoint", text -> AwsEndpoints.parse("endpoint", text));
        all.put("endpoint's host", text -> AwsService.S3.isAt(URI.create("https://" + host(text))));
        all.put("revision", S3Revision::parse);
        all.put("version", text -> new S3Revision("bucket", "key.zip", "zip", text, null));
        all.put("eTag", text -> new S3Revision("bucket", "key.zip", "zip", null, text));
        all.put("bundleType", text -> new S3Revision("bucket", "key.zip", text, null, null));
        all.put("key", text -> ObjectKeys.check("key", text));
        all.put("repository", text -> new GitHubRevision(text, "0".repeat(40)));
        all.put("commit", text -> new GitHubRevision("acme/shop", text));
        all.put("keyPrefix", text -> ObjectNaming.of("job", text, null));
        all.put("object's key", text -> ObjectNaming.of("job", null, text));
        all.put("job's name", text -> ObjectNaming.of(text, null, null));
        all.put("owner", text -> new BucketTarget("bucket", "eu-central-1", BucketOwner.SOURCE, text, null));
        all.put("session's name", text -> SessionName.of(text, "1"));
        all.put("ARN of a session", Arns::principal);
        all.put("ARN's account", text -> Arns.account(text, "?"));
        all.put("refusal", Denial::read);
        all.put("redaction", UrlRedaction::withoutQuery);
        all.put("single line", SingleLine::of);
        all.put("spelling", text -> ClosestMatch.of(text, List.of("files", "hooks")));
        all.put("AppSpec", LongInputsTest::appSpec);
        all.put("AppSpec's range", text -> appSpec(permissions("context: {type: t, range: '" + text + "'}")));
        all.put("AppSpec's mode", text -> appSpec(permissions("mode: '" + text + "'")));
        all.put("AppSpec's version", text -> appSpec("version: '" + text + "'\nos: linux\n"));
        return all;
    }

    private static void appSpec(String text) {
        Survey survey =
                new Survey("zip", false, 1, 1, "appspec.yml", text.getBytes(StandardCharsets.UTF_8), true, List.of());
        SourceSpec source = new SourceSpec(System.getProperty("user.dir"), List.of(), List.of(), null, Symlinks.KEEP);
        try {
            new AppSpecCheck(false, warning -> assertNotNull(warning.toString())).check(new NoFiles(), source, survey);
        } catch (EngineException e) {
            assertNotNull(e.getMessage());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The text alone is of interest here. */
    private static final class NoFiles implements SourceHost {
        private final SourceHost host = new LocalSourceHost();

        @Override
        public Survey survey(SourceSpec source) throws IOException, InterruptedException, EngineException {
            return host.survey(source);
        }

        @Override
        public List<Finding> inspect(SourceSpec source, InstallPlan plan) {
            return List.of();
        }

        @Override
        public String digest(SourceSpec source, Set<String> executables)
                throws IOException, InterruptedException, EngineException {
            return host.digest(source, executables);
        }

        @Override
        public Packed pack(SourceSpec source, Set<String> executables, String expectedDigest)
                throws IOException, InterruptedException, EngineException {
            return host.pack(source, executables, expectedDigest);
        }
    }

    private static String permissions(String value) {
        return "version: 0.0\nos: linux\nfiles: []\npermissions:\n  - object: /x\n    " + value.replace("\n", " ")
                + "\n";
    }

    private static String host(String text) {
        return text.replaceAll("[^a-z0-9.-]", "a") + ".com";
    }

    private static List<String> texts() {
        return List.of(
                "a".repeat(LENGTH),
                "1".repeat(LENGTH),
                "/".repeat(LENGTH) + "x",
                " ".repeat(LENGTH) + "x",
                "?".repeat(LENGTH),
                "\n".repeat(LENGTH),
                "x" + "/".repeat(LENGTH) + "x",
                "(" + "x ".repeat(LENGTH / 2),
                "eu" + "-a".repeat(LENGTH / 2) + "-1",
                "eu" + "-a".repeat(LENGTH / 2) + "-",
                "s1:c1" + ",c1".repeat(LENGTH / 8),
                "0." + "0".repeat(LENGTH / 2),
                "a.".repeat(LENGTH / 2),
                "d-" + "A".repeat(LENGTH),
                "arn:aws:iam::111111111111:role/" + "a/".repeat(LENGTH / 2),
                "arn:aws" + "-a".repeat(LENGTH / 2),
                "arn:aws:sts::111111111111:assumed-role/" + "a".repeat(LENGTH),
                "arn:aws:kms:" + "a-".repeat(LENGTH / 2) + ":111111111111:key/" + "a/".repeat(10),
                "arn:" + ":".repeat(LENGTH),
                "User: arn:aws:iam::111111111111:role/" + "a/".repeat(LENGTH / 2) + " is not authorized",
                "s3://bucket/" + "a/".repeat(LENGTH / 2) + "?versionId=" + "=&".repeat(100),
                "https://" + "a.".repeat(LENGTH / 2) + "amazonaws.com",
                "https://vpce-" + "a-".repeat(LENGTH / 2) + ".s3.eu-central-1.vpce.amazonaws.com",
                "[".repeat(LENGTH / 2),
                "- ".repeat(LENGTH / 2),
                "{a: ".repeat(LENGTH / 4));
    }

    /** The limit is for patterns that would take hours. */
    @ParameterizedTest
    @MethodSource("validators")
    void longTextIsRefusedOrTakenWithoutOverflow(String what) {
        Consumer<String> validator = all().get(what);
        assertTimeoutPreemptively(Duration.ofMinutes(10), () -> {
            for (String text : texts()) {
                try {
                    validator.accept(text);
                } catch (InvalidInputException e) {
                    assertNotNull(e.getMessage());
                    assertTrue(e.getMessage().length() < 20_000, "the message quotes no megabyte");
                }
            }
        });
    }

    @org.junit.jupiter.api.Test
    void queriesAreHiddenWhereverTheyStand() {
        assertEquals("a ?b? c ?… d", UrlRedaction.withoutQuery("a ?b? c ?d?e=f=g d"));
    }
}
