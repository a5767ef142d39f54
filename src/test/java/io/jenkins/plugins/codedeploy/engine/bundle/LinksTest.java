package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    private final LocalSourceHost host = new LocalSourceHost();

    @TempDir
    Path temp;

    @Test
    void followsLinksToFilesAndFolders() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("real/run", "#!/bin/sh\n")
                .mode("real/run", "rwxr-x---")
                .link("run", "real/run")
                .link("also", "real")
                .link("absolute", temp.resolve("s/real").toString())
                .link("chain", "also/run");
        assertEquals(
                List.of(
                        "absolute/",
                        "absolute/run",
                        "also/",
                        "also/run",
                        "appspec.yml",
                        "chain",
                        "real/",
                        "real/run",
                        "run"),
                sample.names(sample.spec()));
        Path out = unpack(sample.pack());
        for (String name : List.of("run", "also/run", "absolute/run", "chain")) {
            assertEquals("#!/bin/sh\n", Files.readString(out.resolve(name)));
            assertTrue(Files.isRegularFile(out.resolve(name), LinkOption.NOFOLLOW_LINKS));
            assertTrue(Files.isExecutable(out.resolve(name)));
        }
    }

    @Test
    void refusesALinkOutOfTheTree() throws Exception {
        Files.writeString(temp.resolve("secret"), "");
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).link("sub/link", "../../secret");
        EngineException e = refused("bundle.linkLeavesSource", sample.spec());
        assertEquals(
                "The link sub/link points outside the source, to "
                        + temp.toRealPath().resolve("secret")
                        + ". Remove it, or add it to excludes.",
                e.getMessage());
        assertEquals(List.of("appspec.yml", "sub/"), sample.names(sample.excluding("sub/link")));
        refused("bundle.linkLeavesSource", sample.spec(Symlinks.KEEP));
    }

    @Test
    void refusesAFolderLinkOutOfTheTreeBelowWhichPatternsMatch() throws Exception {
        Path outside = new SampleFolder(temp.resolve("outside")).file("passwd", "").root;
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).link("etc", outside.toString());
        refused("bundle.linkLeavesSource", sample.spec());
        refused("bundle.linkLeavesSource", sample.including("**/*.conf"));
        refused("bundle.linkLeavesSource", sample.including("etc/passwd"));
        assertEquals(List.of("appspec.yml"), sample.names(sample.including("*.yml")));
    }

    @Test
    void aNeighbourWhoseNameBeginsAlikeIsOutside() throws Exception {
        new SampleFolder(temp.resolve("source-2")).file("a", "");
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("source")).link("link", "../source-2/a");
        refused("bundle.linkLeavesSource", sample.spec());
    }

    @Test
    void refusesCycles() throws Exception {
        SampleFolder self = SampleFolder.withAppSpec(temp.resolve("a")).link("loop", "loop");
        EngineException e = refused("bundle.linkCycle", self.spec());
        assertTrue(e.getMessage().startsWith("The link loop points to loop, which contains it."), e.getMessage());
        refused(
                "bundle.linkCycle",
                SampleFolder.withAppSpec(temp.resolve("b"))
                        .link("x", "y")
                        .link("y", "x")
                        .spec());
        refused(
                "bundle.linkCycle",
                SampleFolder.withAppSpec(temp.resolve("c"))
                        .link("d/e/up", "../..")
                        .spec());
        refused(
                "bundle.linkCycle",
                SampleFolder.withAppSpec(temp.resolve("d")).link("d/here", ".").spec());
        // Neither of them leads to a folder above itself.
        refused(
                "bundle.linkCycle",
                SampleFolder.withAppSpec(temp.resolve("e"))
                        .link("p/to-q", "../q")
                        .link("q/to-p", "../p")
                        .spec());
    }

    @Test
    void aFolderReachedTwiceIsNoCycle() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("a/f", "")
                .link("b/a", "../a")
                .link("c/b", "../b");
        assertEquals(
                4,
                sample.names(sample.spec()).stream()
                                .filter(n -> n.endsWith("f"))
                                .count()
                        + 1);
    }

    @Test
    void refusesALinkToNothing() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).link("dangling", "no/such");
        EngineException e = refused("bundle.linkDangles", sample.spec());
        assertTrue(e.getMessage().startsWith("The link dangling is broken: no/such does not exist."), e.getMessage());
        assertEquals(List.of("appspec.yml"), sample.names(sample.including("*.yml")));
    }

    @Test
    void keepsLinksAsLinks() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("releases/1/run", "one")
                .link("current", "releases/1")
                .link("releases/latest", "./1/../1")
                .link("later", "made-on-the-instance")
                .link("grüße", "releases/größe");
        Path out = unpack(PackedFile.pack(host, sample.spec(Symlinks.KEEP), Set.of(), null, temp));
        assertEquals(Path.of("releases/1"), Files.readSymbolicLink(out.resolve("current")));
        assertEquals(Path.of("./1/../1"), Files.readSymbolicLink(out.resolve("releases/latest")));
        assertEquals(Path.of("made-on-the-instance"), Files.readSymbolicLink(out.resolve("later")));
        assertEquals(Path.of("releases/größe"), Files.readSymbolicLink(out.resolve("grüße")));
        assertArrayEquals("one".getBytes(), Files.readAllBytes(out.resolve("current/run")));
        assertEquals(
                List.of("current/none", "later/x"),
                SampleFolder.missing(
                        host,
                        sample.spec(Symlinks.KEEP),
                        List.of("current", "current/run", "/releases/latest/run", "current/none", "later/x")));
    }

    @Test
    void aKeptLinksTargetNamesTheContent() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s")).link("l", "a");
        String digest = host.digest(sample.spec(Symlinks.KEEP), Set.of());
        Files.delete(sample.root.resolve("l"));
        sample.link("l", "b");
        assertTrue(!digest.equals(host.digest(sample.spec(Symlinks.KEEP), Set.of())));
    }

    @Test
    void keepsNoLinkThatIsAbsoluteOrLeavesTheTree() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("a")).file("f", "");
        sample.link("absolute", sample.root.resolve("f").toString());
        refused("bundle.linkAbsolute", sample.spec(Symlinks.KEEP));
        for (String target : List.of("..", "../x", "d/../../a/f")) {
            SampleFolder leaving = SampleFolder.withAppSpec(temp.resolve("b" + target.hashCode()))
                    .link("l", target);
            refused("bundle.linkLeavesSource", leaving.spec(Symlinks.KEEP));
        }
        SampleFolder below = SampleFolder.withAppSpec(temp.resolve("c")).link("d/e/l", "../../appspec.yml");
        assertEquals(List.of("appspec.yml", "d/", "d/e/", "d/e/l"), below.names(below.spec(Symlinks.KEEP)));
    }

    @Test
    void keepsNoLinkThatLeavesTheTreeThroughAnother() throws Exception {
        Files.writeString(temp.resolve("secret"), "");
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .folder("a/b/c")
                .link("x/y/z", "../../a")
                .link("l", "x/y/z/../../secret");
        // By its letters l stays inside; the file system goes from a up, twice.
        EngineException e = refused("bundle.linkLeavesSource", sample.spec(Symlinks.KEEP));
        assertTrue(e.getMessage().startsWith("The link l points outside"), e.getMessage());
    }

    @Test
    void keepsALoopOfLinksSinceNothingFollowsIt() throws Exception {
        SampleFolder sample =
                SampleFolder.withAppSpec(temp.resolve("s")).link("x", "y").link("y", "x");
        assertEquals(List.of("appspec.yml", "x", "y"), sample.names(sample.spec(Symlinks.KEEP)));
        assertEquals(List.of("x/a"), SampleFolder.missing(host, sample.spec(Symlinks.KEEP), List.of("x", "x/a")));
    }

    private EngineException refused(String code, SourceSpec spec) {
        EngineException e = assertThrows(EngineException.class, () -> host.survey(spec));
        assertEquals(code, e.problem().summary().code());
        assertEquals(
                code,
                assertThrows(EngineException.class, () -> host.pack(spec, Set.of(), null))
                        .problem()
                        .summary()
                        .code());
        return e;
    }

    private Path unpack(PackedFile packed) throws Exception {
        Path out = Files.createDirectory(temp.resolve("out"));
        SampleFolder.run(out, "unzip", "-qo", packed.file());
        return out;
    }
}
