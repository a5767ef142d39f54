package io.jenkins.plugins.codedeploy.simulator.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What agent 1.8.1 was seen to do, its own executor and installer run on the same bundles. */
class AgentBehaviorTest {
    private static final String HEAD = "version: 0.0\nos: linux\n";
    private static final String HOOK = HEAD + "hooks: {AfterInstall: [{location: s.sh}]}\n";
    private static final String INSTALL = HEAD + "files: [{source: d, destination: /srv}]\n";
    private static final String ARCHIVE = "/opt/codedeploy-agent/deployment-root/gid/d-1/deployment-archive";

    @TempDir
    Path root;

    private byte[] bundle;
    private Instance instance;
    private String behavior = "DISALLOW";
    private boolean back;

    @BeforeEach
    void boot() {
        instance = new Instance(
                root, (bucket, key, version) -> new BundleSource.Download("\"t\"", new ByteArrayInputStream(bundle)));
    }

    private EventDiagnostics run(String deployment, String event) throws Exception {
        Command.Bundle revision = new Command.Bundle("bucket", "key", "tar", null, null);
        return instance.run(new Command(event, deployment, "app", "group", "gid", revision, behavior, back));
    }

    private EventDiagnostics run(Bundles bundles, String... events) throws Exception {
        bundle = bundles.tar();
        assertEquals(EventDiagnostics.SUCCESS, run("d-1", "DownloadBundle"));
        EventDiagnostics outcome = EventDiagnostics.SUCCESS;
        for (String event : events) {
            outcome = run("d-1", event);
        }
        return outcome;
    }

    private EventDiagnostics hook(String... lines) throws Exception {
        return run(Bundles.with(HOOK).script("s.sh", lines), "AfterInstall");
    }

    private EventDiagnostics install(String appSpec, Bundles more) throws Exception {
        return run(more.file("appspec.yml", appSpec), "Install");
    }

    private Path disk(String name) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private String mode(String name) throws Exception {
        return Integer.toOctalString((int) Files.getAttribute(root.resolve(name), "unix:mode") & 07777);
    }

    // Hooks

    @Test
    void scriptsRunInTheRootFolderAndNotInTheArchive() throws Exception {
        assertEquals(
                "Script at specified location: s.sh failed with exit code 7",
                hook("test -e appspec.yml || exit 7").message());
        assertEquals(
                "LifecycleEvent - AfterInstall\nScript - s.sh\n[stdout]" + root.toRealPath() + "\n",
                hook("pwd -P", "exit 1").logTail());
    }

    @Test
    void aLastLineOf2040CharactersLeavesTheTailEmptyAndAShorterOneKeepsWhatCameBefore() throws Exception {
        assertEquals(
                "", hook("echo begin; printf 'x%.0s' {1..2040}; echo; exit 1").logTail());
        String kept = hook("echo begin; printf 'x%.0s' {1..2000}; echo; exit 1").logTail();
        assertTrue(kept.startsWith("LifecycleEvent - AfterInstall\nScript - s.sh\n[stdout]begin\n[stdout]xxx"), kept);
    }

    @Test
    void theTailOfALongLogHasWholeLines() throws Exception {
        String tail =
                hook("for i in {1..2000}; do echo line-$i-\u00e9; done; exit 1").logTail();
        assertTrue(tail.length() < 2048, tail);
        assertTrue(tail.startsWith("[stdout]line-"), tail);
        assertTrue(tail.endsWith("[stdout]line-2000-\u00e9\n"), tail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#!/bin/bash\r\necho hi\r\n", "#!/no/such/interpreter\n"})
    void aScriptWithoutItsInterpreterFailsWithoutOutput(String script) throws Exception {
        EventDiagnostics outcome = run(Bundles.with(HOOK).file("s.sh", script, 0755), "AfterInstall");
        assertEquals("ScriptFailed", outcome.errorCode());
        assertEquals(
                "Script at specified location: s.sh failed with error Errno::ENOENT with message No such file or"
                        + " directory - " + ARCHIVE + "/s.sh",
                outcome.message());
        assertEquals("LifecycleEvent - AfterInstall\nScript - s.sh\n", outcome.logTail());
    }

    @Test
    void asAnotherUserTheShellTellsOfAMissingInterpreterByExitCode127() throws Exception {
        EventDiagnostics outcome = run(
                Bundles.with(HEAD + "hooks: {AfterInstall: [{location: s.sh, runas: root}]}")
                        .file("s.sh", "#!/bin/bash\r\n", 0755),
                "AfterInstall");
        assertEquals(
                "Script at specified location: s.sh run as user root failed with exit code 127", outcome.message());
    }

    @Test
    void anUnknownUserFailsInTheWordsOfSu() throws Exception {
        EventDiagnostics outcome = run(
                Bundles.with(HEAD + "hooks: {AfterInstall: [{location: s.sh, runas: nosuchuser}]}")
                        .script("s.sh", "exit 0"),
                "AfterInstall");
        assertEquals(
                "Script at specified location: s.sh run as user nosuchuser failed with exit code 1", outcome.message());
        assertTrue(outcome.logTail().contains("su: user nosuchuser does not exist"), outcome.logTail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "SEGV"})
    void aKilledScriptHasNoExitCode(String signal) throws Exception {
        assertEquals(
                "Script at specified location: s.sh failed with exit code ",
                hook("kill -" + signal + " $$").message());
    }

    @Test
    void aScriptThatExitsWith137WasNotKilled() throws Exception {
        assertEquals(
                "Script at specified location: s.sh failed with exit code 137",
                hook("exit 137").message());
    }

    @Test
    void outputThatIsNotUtf8LeavesNextToNothingOfTheReport() throws Exception {
        EventDiagnostics outcome = hook("printf 'a\\xffb\\n'; exit 1");
        assertEquals("UnknownError", outcome.errorCode());
        assertEquals("s.sh", outcome.scriptName());
        assertEquals("Attempting minimal diagnostics", outcome.message());
        assertEquals("Exception JSON::GeneratorError occured", outcome.logTail());
        assertEquals(EventDiagnostics.SUCCESS, hook("printf 'a\\xffb\\n'"));
    }

    @Test
    void aChildThatKeepsTheOutputOpenFailsTheScriptWhenItsTimeIsOver() throws Exception {
        EventDiagnostics outcome = run(
                Bundles.with(HEAD + "hooks: {AfterInstall: [{location: s.sh, timeout: 1}]}")
                        .script("s.sh", "sleep 5 &", "echo done"),
                "AfterInstall");
        assertEquals("UnknownError", outcome.errorCode());
        assertEquals("Script at specified location: s.sh failed to close STDOUT", outcome.message());
        assertTrue(outcome.logTail().endsWith("[stdout]done\n"), outcome.logTail());
    }

    @Test
    void aLocationIsACommandLine() throws Exception {
        EventDiagnostics blank = run(
                Bundles.with(HEAD + "hooks: {AfterInstall: [{location: a b.sh}]}")
                        .script("a b.sh", "exit 0"),
                "AfterInstall");
        assertTrue(blank.message().endsWith("No such file or directory - " + ARCHIVE + "/a"), blank.message());
        EventDiagnostics shell = run(
                Bundles.with(HEAD + "hooks: {AfterInstall: [{location: a;b.sh}]}")
                        .script("a;b.sh", "exit 0"),
                "AfterInstall");
        assertEquals("Script at specified location: a;b.sh failed with exit code 127", shell.message());
    }

    @Test
    void hooksFindOnlyAppspecYmlThoughInstallTakesTheOtherName() throws Exception {
        bundle = new Bundles().file("appspec.yaml", HEAD).tar();
        assertEquals(EventDiagnostics.SUCCESS, run("d-1", "DownloadBundle"));
        assertTrue(run("d-1", "BeforeInstall").message().startsWith("The CodeDeploy agent did not find an AppSpec"));
        assertEquals(EventDiagnostics.SUCCESS, run("d-1", "Install"));
    }

    @ParameterizedTest
    @CsvSource({
        "ApplicationStop, false, one",
        "BeforeBlockTraffic, false, one",
        "AfterBlockTraffic, false, one",
        "ApplicationStop, true, one",
        "BeforeAllowTraffic, true, one",
        "AfterAllowTraffic, true, one",
        "BeforeBlockTraffic, true, two",
        "AfterBlockTraffic, true, two",
    })
    void scriptsOfTheLastSuccessOrInARollbackOfBlueGreenOfTheMostRecentRevision(
            String event, boolean rollback, String revision) throws Exception {
        String appSpec = HEAD + "hooks: {" + event + ": [{location: s.sh}]}";
        bundle = Bundles.with(appSpec).script("s.sh", "echo one", "exit 1").tar();
        run("d-1", "DownloadBundle");
        assertEquals(EventDiagnostics.SUCCESS, run("d-1", "Install"));
        bundle = Bundles.with(appSpec).script("s.sh", "echo two", "exit 1").tar();
        run("d-2", "DownloadBundle");
        back = rollback;
        assertTrue(run("d-3", event).logTail().endsWith("[stdout]" + revision + "\n"));
    }

    // Install

    @Test
    void overwriteWritesThroughALink() throws Exception {
        behavior = "OVERWRITE";
        Files.writeString(disk("srv/real"), "old");
        Files.createSymbolicLink(disk("srv/f"), Path.of("real"));
        assertEquals(EventDiagnostics.SUCCESS, install(INSTALL, new Bundles().file("d/f", "new")));
        assertTrue(Files.isSymbolicLink(root.resolve("srv/f")));
        assertEquals("new", Files.readString(root.resolve("srv/real")));
    }

    @Test
    void anAbsoluteLinkIsFollowedOnTheInstance() throws Exception {
        behavior = "OVERWRITE";
        Files.writeString(disk("etc/real"), "old");
        Files.createSymbolicLink(disk("srv/f"), Path.of("/etc/real"));
        assertEquals(EventDiagnostics.SUCCESS, install(INSTALL, new Bundles().file("d/f", "new")));
        assertEquals("new", Files.readString(root.resolve("etc/real")));
        assertFalse(Files.exists(Path.of("/etc/real")));
    }

    @Test
    void overwriteFailsWhereTheSourceIsALink() throws Exception {
        behavior = "OVERWRITE";
        Files.writeString(disk("srv/l"), "old");
        EventDiagnostics outcome =
                install(INSTALL, new Bundles().file("d/f", "x").file("d/l", "->f"));
        assertEquals("File exists @ syserr_fail2_in - /srv/l", outcome.message());
    }

    @Test
    void aFolderOfTheFilesNameTakesTheFile() throws Exception {
        behavior = "OVERWRITE";
        Files.createDirectories(root.resolve("srv/f"));
        assertEquals(EventDiagnostics.SUCCESS, install(INSTALL, new Bundles().file("d/f", "x")));
        assertEquals("x", Files.readString(root.resolve("srv/f/f")));
    }

    @Test
    void permissionsOverADanglingLinkFail() throws Exception {
        String appSpec = INSTALL + "permissions: [{object: /srv, mode: 600}]";
        EventDiagnostics outcome = install(appSpec, new Bundles().file("d/l", "->none"));
        assertEquals("No such file or directory @ apply2files - /srv/l", outcome.message());
    }

    @ParameterizedTest
    @CsvSource({"'\"4755\"',4755", "2755,2755", "'\"1777\"',1777", "'\"\"',0", "7,7", "0644,420"})
    void modesAreTheDigitsThatWereRead(String yaml, String mode) throws Exception {
        String appSpec = INSTALL + "permissions: [{object: /srv, mode: " + yaml + "}]";
        assertEquals(EventDiagnostics.SUCCESS, install(appSpec, new Bundles().file("d/f", "x")));
        assertEquals(mode, mode("srv/f"));
    }

    @Test
    void specialBitsOfATarAreInstalledAndThoseOfAZipDropped() throws Exception {
        Bundles bundles = Bundles.with(INSTALL).file("d/f", "x", 04755);
        assertEquals(EventDiagnostics.SUCCESS, run(bundles, "Install"));
        assertEquals("4755", mode("srv/f"));
        bundle = bundles.zip();
        Command.Bundle zip = new Command.Bundle("bucket", "key", "zip", null, null);
        for (String event : new String[] {"DownloadBundle", "Install"}) {
            assertEquals(
                    EventDiagnostics.SUCCESS,
                    instance.run(new Command(event, "d-2", "app", "group", "gid", zip, "OVERWRITE", false)));
        }
        assertEquals("755", mode("srv/f"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "owner: nosuchuser|can't find user for nosuchuser",
                "owner: '0'|can't find user for 0",
                "owner: 0|no implicit conversion of Integer into String",
                "group: nosuchgroup|can't find group for nosuchgroup",
                "acls: ['u::rwx']|Use mode to set the base acl entry (u::rwx)",
                "acls: ['x']|Invalid acl entry (x)",
                "acls: ['u:root:rwz']|contains an invalid character (z)",
                "acls: ['d:u:root:rwx']|the -d parameter has been specified",
                "acls: ['u:nosuchuser:rwx']|Failed command: setfacl --set user:nosuchuser:rwx,",
                "context: {name: u}|an invalid context type",
                "context: {type: t}|undefined method `get_range' for nil:NilClass",
                "context: {type: t, range: s1-s0}|a problem with the SELinux range specified (s1-s0)",
                "context: {type: t, range: 's0:c0.c1024'}|invalid category c1024",
                "context: {type: t, range: s0}|Failed command: semanage fcontext -a -t t -r s0 /srv/f",
                "mode: 888|invalid character (8)",
                "type: file|undefined method `each' for \"file\":String",
            })
    void ownersGroupsAccessListsAndContextsAreChecked(String entry, String words) throws Exception {
        EventDiagnostics outcome =
                install(INSTALL + "permissions: [{object: /srv, " + entry + "}]", new Bundles().file("d/f", "x"));
        assertEquals("UnknownError", outcome.errorCode());
        assertTrue(outcome.message().contains(words), outcome.message());
    }

    @Test
    void anInstanceHasTheUsersOfItsOwnFiles() throws Exception {
        Files.writeString(disk("etc/passwd"), "tomcat:x:91:91::/:/sbin/nologin\n");
        String appSpec = INSTALL + "permissions: [{object: /srv, owner: ";
        assertEquals(EventDiagnostics.SUCCESS, install(appSpec + "tomcat}]", new Bundles().file("d/f", "x")));
        assertEquals(
                "can't find user for root",
                install(appSpec + "root}]", new Bundles().file("d/f", "x")).message());
    }

    @Test
    void aLinkToAFolderBecomesAFolder() throws Exception {
        assertEquals(
                EventDiagnostics.SUCCESS,
                install(INSTALL, new Bundles().file("d/l", "->../o").file("o/x", "x")));
        assertFalse(Files.isSymbolicLink(root.resolve("srv/l")));
        assertTrue(Files.exists(root.resolve("srv/l/x")));
    }

    // Download

    @ParameterizedTest
    @CsvSource({
        "zip, tgz, Error extracting tar archive: 2",
        "zip, tar, Error extracting tar archive: 2",
        "tgz, zip, Zip end of central directory signature not found",
        "tar, tgz, Error extracting tar archive: 2",
        "tgz, tar, Succeeded",
    })
    void aBundleOfAnotherTypeThanItsNameSays(String made, String told, String message) throws Exception {
        Bundles bundles = Bundles.with(HEAD);
        bundle = made.equals("zip") ? bundles.zip() : made.equals("tgz") ? bundles.tgz() : bundles.tar();
        Command.Bundle revision = new Command.Bundle("bucket", "key", told, null, null);
        assertEquals(
                message,
                instance.run(new Command("DownloadBundle", "d-1", "app", "group", "gid", revision, behavior, false))
                        .message());
    }
}
