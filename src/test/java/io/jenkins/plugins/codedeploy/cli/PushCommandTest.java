package io.jenkins.plugins.codedeploy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.cli.Cli.Said;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Clients;
import io.jenkins.plugins.codedeploy.simulator.http.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class PushCommandTest {
    @TempDir
    Path folder;

    private Cli cli;
    private Path source;

    @BeforeEach
    void start() throws Exception {
        cli = new Cli();
        source = SampleApplication.writeTo(Files.createDirectory(folder.resolve("sample")));
    }

    @AfterEach
    void stop() throws Exception {
        cli.close();
    }

    @Test
    void saysWhatLiesWhere() throws Exception {
        Said said = cli.push(source, "--application", "shop");

        assertEquals(0, said.exitCode(), said.err());
        assertEquals(1, said.out().size(), "progress stays off standard output");
        assertEquals(Set.of("revision", "seconds"), names(said, ""));
        assertEquals(
                Set.of("bucket", "key", "bundleType", "versionId", "eTag", "size", "uploaded", "digest"),
                names(said, "/revision"));
        assertEquals(cli.aws().seed().bucket(), said.text("revision/bucket"));
        assertEquals("CodeDeploy/shop/" + said.text("revision/digest") + ".zip", said.text("revision/key"));
        assertEquals("zip", said.text("revision/bundleType"));
        assertEquals("true", said.text("revision/uploaded"));
        assertFalse(said.text("revision/eTag").contains("\""));
        assertTrue(said.err().contains("Bundling 7 files, "), said.err());
    }

    @Test
    void doesNotSendTheSameBytesTwice() throws Exception {
        Said first = cli.push(source);
        long sent = cli.count("UploadPart");
        Said second = cli.push(source);

        assertEquals("false", second.text("revision/uploaded"));
        assertEquals(sent, cli.count("UploadPart"));
        assertEquals(first.text("revision/versionId"), second.text("revision/versionId"));
        assertEquals(first.text("revision/size"), second.text("revision/size"));
        assertTrue(second.err().contains("not uploaded again"), second.err());
    }

    @Test
    void reuseTrustsTheDigestWithoutPacking() throws Exception {
        cli.push(source);
        Said second = cli.push(source, "--reuse");

        assertEquals("false", second.text("revision/uploaded"));
        assertFalse(second.err().contains("Packed"), second.err());
    }

    @Test
    void forceSendsItInAnyCase() throws Exception {
        Said first = cli.push(source);
        Said second = cli.push(source, "--force", "--key", first.text("revision/key"));

        assertEquals(0, second.exitCode(), second.err());
        assertEquals("true", second.text("revision/uploaded"));
        assertNotEquals(first.text("revision/versionId"), second.text("revision/versionId"));
    }

    @Test
    void namesTheObjectAsAsked() throws Exception {
        assertEquals("builds/7.zip", cli.push(source, "--key", "builds/7.zip").text("revision/key"));
        assertTrue(cli.push(source, "--key-prefix", "releases")
                .text("revision/key")
                .startsWith("releases/"));
    }

    @Test
    void uploadsAsWhoeverOwnsTheBucket() throws Exception {
        cli.push(source);
        assertTrue(uploader().contains(":user/jenkins"), uploader());

        Said said = cli.push(source, "--bucket", cli.aws().seed().targetBucket(), "--bucket-owner", "target");
        assertEquals(0, said.exitCode(), said.err());
        assertTrue(uploader().contains(":assumed-role/CrossAccountDeploy/"), uploader());
    }

    @Test
    void aBucketOfAnotherAccountThanExpectedIsLeftAlone() throws Exception {
        Said said = cli.push(source, "--bucket-account", "333333333333");

        assertEquals(2, said.exitCode());
        assertTrue(said.err().contains("might not belong to account 333333333333"), said.err());
        assertEquals(0, cli.count("UploadPart"));
    }

    /** Whoever takes a bucket's name when it is free does not get the revisions of others. */
    @Test
    void theOwnerIsFoundOutWhereItIsNotGiven() throws Exception {
        String bucket = cli.aws().seed().bucket();
        cli.aws().s3().deleteBucket(bucket);
        cli.aws().s3().createBucket(bucket, "999999999999", cli.aws().region());
        cli.aws().s3().putPolicy(bucket, """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
                 "Action": "s3:*", "Resource": ["arn:aws:s3:::%s", "arn:aws:s3:::%s/*"]}]}
                """.formatted(
                        "arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins", bucket, bucket));
        Said said = cli.push(source);

        assertEquals(2, said.exitCode(), said.err());
        assertTrue(said.err().contains("might belong to another account than " + Accounts.SOURCE), said.err());
        assertEquals(0, cli.push(source, "--bucket-account", "999999999999").exitCode());
    }

    @Test
    void findsABucketOfAnotherRegionAndWarnsOfIt() throws Exception {
        cli.aws().s3().createBucket("far-away", Accounts.SOURCE, "us-west-2");
        cli.aws().iam().putPolicy("arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins", "Far", """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
                         "Resource": ["arn:aws:s3:::far-away", "arn:aws:s3:::far-away/*"]}]}
                        """);
        Said said = cli.push(source, "--bucket", "far-away");

        assertEquals(0, said.exitCode(), said.err());
        assertTrue(said.err().contains("far-away is in us-west-2"), said.err());

        Said given = cli.push(source, "--bucket", "far-away", "--bucket-region", "eu-central-1");
        assertEquals(2, given.exitCode());
        assertTrue(given.err().contains("us-west-2"), given.err());
    }

    @Test
    void sendsNothingThatCannotBeInstalled() throws Exception {
        Files.writeString(source.resolve("appspec.yml"), """
                version: 0.0
                os: linux
                files:
                  - source: /nowhere
                    destination: /var/www
                """);
        Said said = cli.push(source);

        assertEquals(2, said.exitCode());
        assertTrue(said.problem().contains("appspec.yml"), said.problem());
        assertTrue(said.problem().contains("/nowhere"), said.problem());
        assertNull(said.text("revision"));
        assertNotNull(said.text("seconds"));
        assertEquals(0, cli.count("CreateMultipartUpload"));
    }

    @Test
    void bundlesASingleFileBesideAnAppSpec() throws Exception {
        Path jar = Files.writeString(folder.resolve("app.jar"), "bytes");
        Path spec = Files.writeString(folder.resolve("deploy.yml"), """
                version: 0.0
                os: linux
                files:
                  - source: /app.jar
                    destination: /opt/app
                """);
        Said said = cli.push(jar, "--app-spec", spec.toString());

        assertEquals(0, said.exitCode(), said.err());
        assertTrue(said.err().contains("Bundling 2 files"), said.err());
    }

    @Test
    void bundlesWhatThePatternsSay() throws Exception {
        Files.writeString(source.resolve("notes.txt"), "not for servers");
        Said all = cli.push(source);
        Said some = cli.push(source, "--exclude", "notes.txt", "--exclude", "*.bak");

        assertTrue(all.err().contains("Bundling 8 files"), all.err());
        assertTrue(some.err().contains("Bundling 7 files"), some.err());
        assertNotEquals(all.text("revision/digest"), some.text("revision/digest"));
    }

    @Test
    void tellsWhoIsNotAllowedWhat() throws Exception {
        cli.aws().iam().deletePolicy("arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins", "Upload");
        Said said = cli.push(source);

        assertEquals(2, said.exitCode());
        assertTrue(said.problem().contains("is not allowed to perform s3:"), said.problem());
        assertTrue(said.problem().contains("arn:aws:s3:::" + cli.aws().seed().bucket()), said.problem());
        assertTrue(said.err().contains("\"s3:PutObject\""), said.err());
    }

    private String uploader() {
        List<Call> uploads = cli.aws().calls().of("CreateMultipartUpload");
        return String.valueOf(uploads.get(uploads.size() - 1).callerArn());
    }

    private static Set<String> names(Said said, String path) {
        Set<String> names = new TreeSet<>();
        said.json().at(path).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** By the record of this machine; what it says is looked up in the bucket. */
    @Test
    void anUnchangedSourceIsNeitherPackedNorSentAgain() throws Exception {
        Said first = cli.push(source);
        Said again = cli.push(source);

        assertEquals(0, again.exitCode(), again.err());
        assertTrue(first.err().contains("Uploading"), first.err());
        assertFalse(again.err().contains("Uploading"), again.err());
        assertEquals(first.text("revision/versionId"), again.text("revision/versionId"));

        Clients clients = new Clients(cli.aws());
        try (S3Client s3 = clients.s3(clients.jenkins())) {
            s3.deleteObject(r -> r.bucket(first.text("revision/bucket"))
                    .key(first.text("revision/key"))
                    .versionId(first.text("revision/versionId")));
        }
        Said gone = cli.push(source);
        assertEquals("true", gone.text("revision/uploaded"), gone.err());
    }
}
