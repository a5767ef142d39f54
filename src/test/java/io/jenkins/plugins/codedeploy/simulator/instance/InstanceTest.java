package io.jenkins.plugins.codedeploy.simulator.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
    private static final String HEAD = "version: 0.0\nos: linux\n";
    private static final String ARCHIVE = "/opt/codedeploy-agent/deployment-root/group-id/d-1/deployment-archive";

    @TempDir
    Path root;

    private byte[] bundle;
    private String type = "zip";
    private String behavior = "DISALLOW";
    private Instance instance;

    @BeforeEach
    void boot() {
        instance = new Instance(
                root, (bucket, key, version) -> new BundleSource.Download("\"tag\"", new ByteArrayInputStream(bundle)));
    }

    private EventDiagnostics run(String deployment, String event) throws Exception {
        Command.Bundle revision = new Command.Bundle("bucket", "key", type, "v7", null);
        return instance.run(new Command(event, deployment, "app", "group", "group-id", revision, behavior, false));
    }

    /** Runs events until one fails. */
    private EventDiagnostics all(String deployment) throws Exception {
        EventDiagnostics outcome = EventDiagnostics.SUCCESS;
        for (String event : List.of("ApplicationStop", "DownloadBundle", "BeforeInstall", "Install", "AfterInstall")) {
            outcome = run(deployment, event);
            if (!outcome.succeeded()) {
                return outcome;
            }
        }
        return outcome;
    }

    private String mode(String path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
    }

    @Test
    void everyArchiveFormatKeepsModesAndLinks() throws Exception {
        Bundles bundles = Bundles.with(HEAD + "files: [{source: /, destination: /srv}]")
                .file("bin/run", "x", 0750)
                .file("current", "->bin/run");
        for (String format : List.of("zip", "tar", "tgz")) {
            type = format;
            bundle = switch (format) {
                case "zip" -> bundles.zip();
                case "tar" -> bundles.tar();
                default -> bundles.tgz();
            };
            assertEquals(EventDiagnostics.SUCCESS, all("d-" + format));
            assertEquals("rwxr-x---", mode("srv/bin/run"));
            assertEquals(
                    "bin/run",
                    Files.readSymbolicLink(root.resolve("srv/current")).toString());
        }
    }

    @Test
    void oneTopFolderWithAnAppSpecIsStripped() throws Exception {
        bundle = new Bundles()
                .file("repo-1/appspec.yml", HEAD + "files: [{source: a.txt, destination: /srv}]")
                .file("repo-1/a.txt", "a")
                .zip();
        assertEquals(EventDiagnostics.SUCCESS, all("d-1"));
        assertTrue(Files.exists(root.resolve("srv/a.txt")));
    }

    @Test
    void aBundleWithoutAppSpecFailsAfterItsDownloadInTheAgentsWords() throws Exception {
        bundle = new Bundles().file("a.txt", "a").zip();
        assertEquals(EventDiagnostics.SUCCESS, run("d-1", "DownloadBundle"));
        assertEquals(
                "The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at"
                        + " revision-relative path \"appspec.yml\". The revision was unpacked to directory \"" + ARCHIVE
                        + "\", and the AppSpec file was expected but not found at path \"" + ARCHIVE
                        + "/appspec.yml\". Consult the AWS CodeDeploy Appspec documentation for more information at"
                        + " http://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html",
                run("d-1", "BeforeInstall").message());
    }

    @Test
    void whatIsNoArchiveCannotBeExtracted() throws Exception {
        bundle = "hello".getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "Zip end of central directory signature not found",
                run("d-1", "DownloadBundle").message());
        type = "tgz";
        assertEquals(
                "Error extracting tar archive: 2", run("d-1", "DownloadBundle").message());
    }

    @Test
    void anEntryDoesNotLeaveTheArchive() throws Exception {
        bundle = new Bundles().file("../../../escaped", "x").tar();
        type = "tar";
        assertFalse(run("d-1", "DownloadBundle").succeeded());
        bundle = new Bundles().file("out", "->/tmp").file("out/escaped", "x").tar();
        assertFalse(run("d-1", "DownloadBundle").succeeded());
        assertFalse(Files.exists(Path.of("/tmp/escaped")));
    }

    @Test
    void aDestinationStaysOnTheInstance() throws Exception {
        bundle = Bundles.with(HEAD + "files: [{source: a.txt, destination: ../../../../tmp/here}]")
                .file("a.txt", "a")
                .zip();
        assertEquals(EventDiagnostics.SUCCESS, all("d-1"));
        assertTrue(Files.exists(root.resolve("tmp/here/a.txt")));
    }

    @Test
    void theNextDeploymentRemovesWhatTheLastOneInstalled() throws Exception {
        bundle = Bundles.with(HEAD + "files: [{source: /, destination: /srv}]")
                .file("old/a.txt", "a")
                .zip();
        all("d-1");
        Files.writeString(root.resolve("srv/mine"), "kept");
        bundle = Bundles.with(HEAD + "files: [{source: /, destination: /srv}]")
                .file("b.txt", "b")
                .zip();

        assertEquals(EventDiagnostics.SUCCESS, all("d-2"));

        assertFalse(Files.exists(root.resolve("srv/old")));
        assertTrue(Files.exists(root.resolve("srv/b.txt")));
        assertEquals("kept", Files.readString(root.resolve("srv/mine")));
    }

    @Test
    void aFileThatIsThereAlreadyIsRefusedOverwrittenOrRetained() throws Exception {
        bundle = Bundles.with(HEAD + "files: [{source: a.txt, destination: /srv}]")
                .file("a.txt", "new")
                .zip();
        Path file = Files.createDirectories(root.resolve("srv")).resolve("a.txt");
        Files.writeString(file, "old");

        EventDiagnostics refused = all("d-1");
        assertEquals("UnknownError", refused.errorCode());
        assertEquals(
                "The deployment failed because a specified file already exists at this location: /srv/a.txt",
                refused.message());
        behavior = "RETAIN";
        assertEquals(EventDiagnostics.SUCCESS, all("d-2"));
        assertEquals("old", Files.readString(file));
        behavior = "OVERWRITE";
        assertEquals(EventDiagnostics.SUCCESS, all("d-3"));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void aSourceThatIsMissingNamesIt() throws Exception {
        bundle = Bundles.with(HEAD + "files: [{source: gone.txt, destination: /srv}]")
                .zip();
        assertEquals(
                "No such file or directory @ rb_sysopen - " + ARCHIVE + "/gone.txt",
                all("d-1").message());
    }

    @Test
    void twoSourcesForOneDestinationAreRefused() throws Exception {
        bundle = Bundles.with(HEAD + "files: [{source: a/x, destination: /srv}, {source: b/x, destination: /srv}]")
                .file("a/x", "a")
                .file("b/x", "b")
                .zip();
        assertTrue(all("d-1").message().contains("specifies two source files named"));
    }

    @Test
    void permissionsSetModesWherePatternsFit() throws Exception {
        bundle = Bundles.with(HEAD + """
                files: [{source: bin, destination: /srv/bin}]
                permissions:
                  - object: /srv/bin
                    pattern: "*.sh"
                    except: [c.sh]
                    type: [file]
                    mode: 700
                    owner: nobody
                """)
                .file("bin/a.sh", "a")
                .file("bin/b.txt", "b")
                .file("bin/c.sh", "c")
                .zip();
        assertEquals(EventDiagnostics.SUCCESS, all("d-1"));
        assertEquals("rwx------", mode("srv/bin/a.sh"));
        assertEquals("rw-r--r--", mode("srv/bin/b.txt"));
        assertEquals("rw-r--r--", mode("srv/bin/c.sh"));
    }

    @Test
    void scriptsKnowTheirDeployment() throws Exception {
        bundle = Bundles.with(HEAD + "hooks: {BeforeInstall: [{location: s.sh}]}")
                .script(
                        "s.sh",
                        "echo $LIFECYCLE_EVENT $DEPLOYMENT_ID $APPLICATION_NAME $DEPLOYMENT_GROUP_NAME"
                                + " $DEPLOYMENT_GROUP_ID $BUNDLE_VERSION > \"$INSTANCE_ROOT/environment\"",
                        "echo ${HOME:-clean} >> \"$INSTANCE_ROOT/environment\"")
                .zip();
        assertEquals(EventDiagnostics.SUCCESS, all("d-1"));
        assertEquals(
                List.of("BeforeInstall d-1 app group group-id v7", "clean"),
                Files.readAllLines(root.resolve("environment")));
    }

    @Test
    void aScriptThatIsMissingOrTooSlowSaysSo() throws Exception {
        bundle = Bundles.with(HEAD + "hooks: {BeforeInstall: [{location: none.sh}], AfterInstall: [{location: s.sh,"
                        + " timeout: 1}]}")
                .script("s.sh", "echo waiting", "sleep 60")
                .zip();
        run("d-1", "DownloadBundle");

        EventDiagnostics missing = run("d-1", "BeforeInstall");
        assertEquals("ScriptMissing", missing.errorCode());
        assertEquals("none.sh", missing.scriptName());
        assertEquals("Script does not exist at specified location: " + ARCHIVE + "/none.sh", missing.message());
        assertEquals("LifecycleEvent - BeforeInstall\n", missing.logTail());

        EventDiagnostics slow = run("d-1", "AfterInstall");
        assertEquals("ScriptTimedOut", slow.errorCode());
        assertEquals("Script at specified location: s.sh failed to complete in 1 seconds", slow.message());
        assertEquals("LifecycleEvent - AfterInstall\nScript - s.sh\n[stdout]waiting\n", slow.logTail());
    }

    @Test
    void aScriptWithoutModeOrShebangStillRuns() throws Exception {
        bundle = Bundles.with(HEAD + "hooks: {BeforeInstall: [{location: s.sh, runas: root}]}")
                .file("s.sh", "exit 3\n", 0644)
                .zip();
        assertEquals(
                "Script at specified location: s.sh run as user root failed with exit code 3",
                all("d-1").message());
    }

    @Test
    void onlyTheLastRevisionsAreKept() throws Exception {
        bundle = Bundles.with(HEAD).zip();
        for (int i = 1; i <= 8; i++) {
            all("d-" + i);
        }
        Path group = root.resolve("opt/codedeploy-agent/deployment-root/group-id");
        try (var kept = Files.list(group)) {
            assertEquals(5, kept.count());
        }
    }
}
