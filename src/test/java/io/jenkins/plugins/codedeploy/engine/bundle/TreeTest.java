package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    private final LocalSourceHost host = new LocalSourceHost();

    @TempDir
    Path temp;

    @Test
    void takesEverythingSortedWithEmptyFolders() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("b/two", "2")
                .file("b-/x", "")
                .file("a", "1")
                .folder("empty/deeper")
                .file(".gitignore", "x")
                .file("CVS/Root", "not excluded by default")
                .file("backup~", "nor this");
        assertEquals(
                List.of(
                        ".gitignore",
                        "CVS/",
                        "CVS/Root",
                        "a",
                        "appspec.yml",
                        "b/",
                        "b-/",
                        "b-/x",
                        "b/two",
                        "backup~",
                        "empty/",
                        "empty/deeper/"),
                sample.names(sample.spec()));
        Survey survey = host.survey(sample.spec());
        assertEquals("zip", survey.bundleType());
        assertFalse(survey.readyMade());
        assertTrue(survey.posixModes());
        assertEquals(7, survey.files());
        assertEquals(SampleFolder.APP_SPEC.length() + 2 + 1 + 23 + 8, survey.bytes());
        assertEquals("appspec.yml", survey.appSpecName());
        assertEquals(SampleFolder.APP_SPEC, SampleFolder.appSpec(survey));
        assertEquals(List.of(), survey.warnings());
    }

    @Test
    void takesTheFoldersAboveWhatPatternsTakeAndNoOthers() throws Exception {
        SampleFolder sample = new SampleFolder(temp.resolve("s"))
                .file("build/libs/app.jar", "")
                .file("build/classes/A.class", "")
                .folder("build/empty")
                .file("src/A.java", "");
        assertEquals(
                List.of("build/", "build/libs/", "build/libs/app.jar"), sample.names(sample.including("**/*.jar")));
        assertEquals(
                List.of("build/", "build/classes/", "build/empty/", "build/libs/", "build/libs/app.jar", "src/"),
                sample.names(sample.excluding("**/*.class", "**/*.java")));
        assertEquals(List.of("src/", "src/A.java"), sample.names(sample.excluding("build/")));
    }

    @Test
    void readsNoFolderThatPatternsLeaveOut() throws Exception {
        SampleFolder sample = new SampleFolder(temp.resolve("s"))
                .file("keep/a", "")
                .link("out/link", "../..")
                .link("out/loop", ".");
        assertEquals(List.of("keep/", "keep/a"), sample.names(sample.including("keep/**")));
        assertEquals(List.of("keep/", "keep/a"), sample.names(sample.excluding("out/**")));
    }

    @Test
    void saysThatPatternsLeaveTheAppSpecOut() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("a", "");
        Survey survey = host.survey(sample.including("a"));
        assertNull(SampleFolder.appSpec(survey));
        assertNull(survey.appSpecName());
        assertEquals(
                List.of("bundle.appSpecLeftOut"),
                survey.warnings().stream().map(Text::code).toList());
        assertNull(SampleFolder.appSpec(
                host.survey(new SampleFolder(temp.resolve("none")).file("a", "").spec())));
    }

    @Test
    void findsAppspecYamlUnlessThereIsAYmlToo() throws Exception {
        SampleFolder sample = new SampleFolder(temp.resolve("s")).file("appspec.yaml", "yaml");
        assertEquals("appspec.yaml", host.survey(sample.spec()).appSpecName());
        assertEquals("yaml", SampleFolder.appSpec(host.survey(sample.spec())));
        sample.file("appspec.yml", "yml").file("sub/appspec.yml", "not at the root");
        assertEquals("yml", SampleFolder.appSpec(host.survey(sample.spec())));
    }

    @Test
    void placesTheNamedAppSpecAtTheRoot() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("deploy/production.yml", "production");
        Path outside = Files.writeString(temp.resolve("outside.yml"), "outside");
        Survey survey = host.survey(sample.appSpec("deploy/production.yml"));
        assertEquals("appspec.yml", survey.appSpecName());
        assertEquals("production", SampleFolder.appSpec(survey));
        assertEquals(2, survey.files());
        assertEquals("outside", SampleFolder.appSpec(host.survey(sample.appSpec(outside.toString()))));
        assertEquals(
                List.of("appspec.yml", "deploy/", "deploy/production.yml"),
                sample.names(sample.appSpec("deploy/production.yml")));
        assertProblem("bundle.noAppSpecFile", sample.appSpec("no.yml"));
        assertProblem("bundle.noAppSpecFile", sample.appSpec("deploy"));
    }

    @Test
    void refusesAnAppSpecOfMoreThanAMebibyte() throws Exception {
        SampleFolder sample = new SampleFolder(temp.resolve("s")).file("appspec.yml", new byte[1 << 20]);
        assertEquals(1 << 20, SampleFolder.appSpec(host.survey(sample.spec())).length());
        sample.file("appspec.yml", new byte[(1 << 20) + 1]);
        assertProblem("bundle.appSpecTooLong", sample.spec());
    }

    @Test
    void bundlesASingleFileWithItsAppSpec() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).file("app.war", "war");
        SourceSpec alone =
                new SourceSpec(sample.root.resolve("app.war").toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        assertEquals(
                "appSpec",
                assertThrows(InvalidInputException.class, () -> host.survey(alone))
                        .field());
        SourceSpec both = new SourceSpec(alone.path(), List.of("*.x"), List.of(), "appspec.yml", Symlinks.FOLLOW);
        assertEquals(List.of("app.war", "appspec.yml"), sample.names(both));
        Survey survey = host.survey(both);
        assertEquals(SampleFolder.APP_SPEC, SampleFolder.appSpec(survey));
        assertEquals(2, survey.files());
        assertEquals(
                List.of("bundle.patternsIgnored"),
                survey.warnings().stream().map(Text::code).toList());
        assertEquals(List.of(), SampleFolder.missing(host, both, List.of("/app.war", "/")));
    }

    @Test
    void followsASourceThatIsALinkItself() throws Exception {
        SampleFolder sample =
                SampleFolder.withAppSpec(temp.resolve("s")).file("a/b", "").link("in", "a");
        Path link = Files.createSymbolicLink(temp.resolve("link"), sample.root);
        SourceSpec spec = new SourceSpec(link.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
        assertEquals(sample.names(sample.spec()), sample.names(spec));
        Path war = Files.createSymbolicLink(temp.resolve("app.war"), sample.root.resolve("a/b"));
        SourceSpec file = new SourceSpec(war.toString(), List.of(), List.of(), "s/appspec.yml", Symlinks.FOLLOW);
        assertEquals(List.of("app.war", "appspec.yml"), sample.names(file));
        assertEquals(2, host.survey(file).files());
    }

    @Test
    void refusesASourceThatIsNotThere() throws Exception {
        SampleFolder sample = new SampleFolder(temp.resolve("s"));
        SourceSpec relative = new SourceSpec("target", List.of(), List.of(), null, Symlinks.FOLLOW);
        assertEquals(
                "source",
                assertThrows(InvalidInputException.class, () -> host.survey(relative))
                        .field());
        Files.delete(sample.root);
        assertProblem("bundle.sourceMissing", sample.spec());
        SampleFolder.run(temp, "mkfifo", sample.root.toString());
        assertProblem("bundle.sourceSpecial", sample.spec());
    }

    @Test
    void refusesSpecialFilesThatTheBundleWouldTake() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"));
        SampleFolder.run(sample.root, "mkfifo", "pipe");
        EngineException e = assertProblem("bundle.specialFile", sample.spec());
        assertTrue(e.getMessage().startsWith("pipe is not a file, directory or symbolic link."), e.getMessage());
        assertEquals(List.of("appspec.yml"), sample.names(sample.excluding("pipe")));
    }

    @Test
    void warnsOfAGitFolderInTheBundleAlone() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file(".git/HEAD", "ref")
                .file("sub/.git", "a file, as worktrees have");
        List<Text> warnings = host.survey(sample.spec()).warnings();
        assertEquals(List.of("bundle.git"), warnings.stream().map(Text::code).toList());
        assertEquals(List.of(".git"), warnings.get(0).args());
        assertEquals(List.of(), host.survey(sample.excluding(".git/**")).warnings());
    }

    @Test
    void warnsOfNamesThatDoNotTravelWell() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("unit\\x2d1.mount", "")
                .file("a/Icon\r", "")
                .file("a/Readme", "")
                .file("a/README", "")
                .file("b/readme", "in another folder");
        List<Text> warnings = host.survey(sample.spec()).warnings();
        assertEquals(
                Set.of("bundle.backslash", "bundle.controlCharacter", "bundle.caseAlone"),
                Set.copyOf(warnings.stream().map(Text::code).toList()));
        assertTrue(sample.names(sample.spec()).contains("unit\\x2d1.mount"));
        assertEquals(6, host.survey(sample.spec()).files());
    }

    @Test
    void namesTheFileThatCannotBeRead() throws Exception {
        SampleFolder sample =
                SampleFolder.withAppSpec(temp.resolve("s")).file("sub/a", "1").file("sub/b", "2");
        Path root = sample.root.toRealPath();
        Tree tree = Tree.of(sample.spec(), root);
        Files.delete(root.resolve("sub/a"));
        EngineException gone = assertThrows(EngineException.class, () -> Packer.digest(tree, 2));
        assertEquals("Cannot read sub/a in the source: NoSuchFile.", gone.getMessage());
        Files.createDirectory(root.resolve("sub/a"));
        EngineException folder = assertThrows(EngineException.class, () -> Packer.pack(tree, 2, null, PartSink.NONE));
        assertTrue(folder.getMessage().startsWith("Cannot read sub/a in the source: "), folder.getMessage());
    }

    @Test
    void answersWhichPathsTheBundleLacks() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("scripts/start.sh", "")
                .file("left/out", "")
                .folder("empty");
        List<String> asked = List.of(
                "/", "", ".", "scripts", "/scripts/", "scripts/start.sh", "./scripts/start.sh", "empty", "left/out");
        assertEquals(List.of(), SampleFolder.missing(host, sample.spec(), asked));
        assertEquals(List.of("left/out"), SampleFolder.missing(host, sample.excluding("left/**"), asked));
        List<String> wrong = List.of("Scripts", "scripts/start", "scripts/start.sh/x", "scripts/../scripts");
        assertEquals(wrong, SampleFolder.missing(host, sample.spec(), wrong));
    }

    @Test
    void digestsPathTypeModeAndBytes() throws Exception {
        SampleFolder sample =
                SampleFolder.withAppSpec(temp.resolve("s")).file("a", "1").folder("d");
        String digest = digest(sample);
        assertTrue(digest.matches("[0-9a-f]{64}"), digest);
        assertEquals(digest, digest(sample.file("a", "1")), "time does not count");
        sample.file("a", "2");
        assertNotEquals(digest, digest(sample), "bytes");
        sample.file("a", "1").mode("a", "rwxr-xr-x");
        assertNotEquals(digest, digest(sample), "mode");
        sample.mode("a", "rw-r--r--").mode("d", "rwx------");
        assertNotEquals(digest, digest(sample), "mode of a folder");
        sample.mode("d", "rwxr-xr-x").file("d/e", "");
        assertNotEquals(digest, digest(sample), "path");
        Files.delete(sample.root.resolve("d/e"));
        assertEquals(digest, digest(sample));
        Files.delete(sample.root.resolve("d"));
        sample.file("d", "");
        assertNotEquals(digest, digest(sample), "type");
        assertEquals(
                digest(sample),
                host.pack(sample.spec(), Set.of(), digest(sample)).digest());
    }

    private String digest(SampleFolder sample) throws Exception {
        return host.digest(sample.spec(), Set.of());
    }

    private EngineException assertProblem(String code, SourceSpec spec) {
        EngineException e = assertThrows(EngineException.class, () -> host.survey(spec));
        assertEquals(code, e.problem().summary().code());
        return e;
    }
}
