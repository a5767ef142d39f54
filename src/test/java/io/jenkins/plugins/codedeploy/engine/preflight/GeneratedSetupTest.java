package io.jenkins.plugins.codedeploy.engine.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult.Status;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both accounts are built from the generated documents, or from the two templates, alone, and deployed through: under
 * both of AWS's readings of the resource of calls on a running deployment.
 */
@Timeout(180)
class GeneratedSetupTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBucketInTheSourceAccount(boolean byArn) throws Exception {
        try (BuiltAccounts accounts = BuiltAccounts.bucketInSource(folder)) {
            worksAsItIs(accounts, byArn);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBucketInTheTargetAccount(boolean byArn) throws Exception {
        try (BuiltAccounts accounts = BuiltAccounts.bucketInTarget(folder)) {
            worksAsItIs(accounts, byArn);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEncryptedBucket(boolean byArn) throws Exception {
        try (BuiltAccounts accounts = BuiltAccounts.encrypted(folder)) {
            worksAsItIs(accounts, byArn);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stacksOfBothTemplatesThatMakeTheBucket(boolean byArn) throws Exception {
        try (BuiltAccounts accounts =
                BuiltAccounts.stacks(folder, BucketOwner.SOURCE, false, Map.of("CreateBucket", "true"))) {
            assertEquals(
                    "AbortIncompleteRevisionUploads",
                    accounts.s3(BuiltAccounts.BUCKET)
                            .getBucketLifecycleConfiguration(r -> r.bucket(BuiltAccounts.BUCKET))
                            .rules()
                            .get(0)
                            .id());
            worksAsItIs(accounts, byArn);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stacksOfBothTemplatesWithTheBucketInTheTargetAccount(boolean byArn) throws Exception {
        try (BuiltAccounts accounts =
                BuiltAccounts.stacks(folder, BucketOwner.TARGET, false, Map.of("CreateBucket", "true"))) {
            worksAsItIs(accounts, byArn);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stacksOfBothTemplatesWithAnEncryptedBucket(boolean byArn) throws Exception {
        try (BuiltAccounts accounts =
                BuiltAccounts.stacks(folder, BucketOwner.SOURCE, true, Map.of("CreateBucket", "true"))) {
            worksAsItIs(accounts, byArn);
        }
    }

    /** The parameter is what bounds the role, and nothing else is changed by it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStackWhoseRoleIsBounded(boolean byArn) throws Exception {
        String wide = Policies.allow("*", "*");
        try (BuiltAccounts accounts = BuiltAccounts.stacks(
                folder, BucketOwner.SOURCE, false, Map.of("CreateBucket", "true", "PermissionsBoundary", wide))) {
            worksAsItIs(accounts, byArn);
        }
        String narrow = Policies.allow("s3:*", "*");
        try (BuiltAccounts accounts = BuiltAccounts.stacks(
                folder, BucketOwner.SOURCE, false, Map.of("CreateBucket", "true", "PermissionsBoundary", narrow))) {
            assertTrue(String.valueOf(accounts.build()).contains("because no permissions boundary allows"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stacksThatFindTheBucketThere(boolean byArn) throws Exception {
        try (BuiltAccounts accounts = BuiltAccounts.stacks(folder, BucketOwner.SOURCE, false, Map.of())) {
            worksAsItIs(accounts, byArn);
        }
    }

    private static void worksAsItIs(BuiltAccounts accounts, boolean byArn) throws Exception {
        accounts.codeDeploy.limits().targetsByArn(byArn);
        List<CheckResult> before = accounts.preflight();
        assertEquals(List.of(), of(before, Status.FAILED), told(before));
        assertEquals(List.of(), of(before, Status.NOT_PERMITTED_TO_LOOK), told(before));
        assertTrue(
                accounts.s3(BuiltAccounts.BUCKET)
                        .listMultipartUploads(r -> r.bucket(BuiltAccounts.BUCKET))
                        .uploads()
                        .isEmpty(),
                "nothing is left of the probe");
        assertTrue(accounts.codeDeploy.deployments().isEmpty(), "preflight deploys nothing");

        assertNull(accounts.build());
        assertEquals("build 1", Files.readString(accounts.host.root().resolve("var/www/index.html")));

        List<CheckResult> after = accounts.preflight();
        assertEquals(List.of(Check.CREATE), of(after, Status.NOT_PROVABLE), told(after));
        assertEquals(List.of(), of(after, Status.FAILED), told(after));
        assertEquals(1, accounts.codeDeploy.deployments().size());
        assertNull(accounts.build());
        assertEquals("build 2", Files.readString(accounts.host.root().resolve("var/www/index.html")));
    }

    static List<Check> of(List<CheckResult> results, Status status) {
        return results.stream()
                .filter(r -> r.status() == status)
                .map(CheckResult::check)
                .toList();
    }

    static String told(List<CheckResult> results) {
        return results.stream()
                .map(r -> r.step().number() + " " + r.id() + " " + r.status() + " "
                        + (r.problem() == null ? r.finding() : r.problem()))
                .collect(Collectors.joining("\n"));
    }
}
