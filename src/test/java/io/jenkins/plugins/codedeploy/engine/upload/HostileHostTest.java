package io.jenkins.plugins.codedeploy.engine.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Guidance;
import io.jenkins.plugins.codedeploy.engine.GuideStep;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a machine that lies can have a controller do: deploy what it likes in its own build, and nothing else. */
@Timeout(120)
class HostileHostTest {
    private static final String SUM = "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";

    @TempDir
    Path temp;

    private UploadBench bench;
    private HostileRevisionHost hostile;
    private Path workspace;
    private final SharedRecord record = new SharedRecord();
    private final List<String> phases = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        bench = new UploadBench();
        hostile = new HostileRevisionHost(bench.host);
        workspace = folder("workspace", "hello");
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    @Test
    void whatOneMachineClaimsIsNotDeployedByAnother() throws Exception {
        hostile.poison = folder("poison", "owned");
        PushedRevision first = push(hostile, "a");
        assertEquals("owned", page(first));

        PushedRevision second = push(bench.host, "b");
        assertEquals(first.digest(), second.digest());
        assertNotEquals(first.revision().key(), second.revision().key());
        assertEquals("hello", page(second));
        assertTrue(second.uploaded());
        // nor later: the claim is still in the record
        PushedRevision third = push(bench.host, "c");
        assertEquals(second.revision(), third.revision());
        assertEquals("hello", page(third));
    }

    @Test
    void theSameContentFromAnotherMachineIsPackedAndComparedButNotSent() throws Exception {
        PushedRevision first = push(bench.host, "a");
        hostile.packed = archive -> {
            phases.add("packed");
            return archive;
        };
        PushedRevision second = push(hostile, "b");
        assertEquals(first.revision(), second.revision());
        assertEquals(List.of("digested", "packed"), phases);
        push(hostile, "b");
        assertEquals(List.of("digested"), phases, "once compared, the machine's own");
    }

    @Test
    void aMachineThatRepeatsItsClaimDeceivesItselfAlone() throws Exception {
        hostile.poison = folder("poison", "owned");
        push(hostile, "a");
        assertEquals("owned", page(push(hostile, "a")));
        assertEquals("hello", page(push(bench.host, "b")));
    }

    @Test
    void noMachineSendsOtherBytesThanItClaimed() throws Exception {
        hostile.demands = part -> new PartDemand(part.number(), part.length(), SUM, 0, 0, null);
        assertThrows(Exception.class, () -> push(hostile, "a"));
        assertNothingThere();
    }

    @Test
    void aPartThatWasNeverSentIsNoPart() throws Exception {
        hostile.results = results -> List.of(new PartResult(1, "\"" + "0".repeat(32) + "\"", 200, null, null, null));
        assertThrows(EngineException.class, () -> push(hostile, "a"));
        assertNothingThere();
    }

    static Stream<Arguments> lies() {
        List<Arguments> all = new ArrayList<>();
        for (String digest : new String[] {
            null, "", "0", "../".repeat(21) + "x", "A".repeat(64), "0".repeat(65), "g".repeat(64), "0".repeat(64) + "\n"
        }) {
            all.add(lie("digest", host -> host.packed = p -> HostileRevisionHost.withDigest(p, digest)));
            all.add(lie(digest == null ? "answer" : "digest", host -> host.digests = honest -> digest));
        }
        for (String type : new String[] {null, "", "YAML", "ZIP", "zip\n", "tgz"}) {
            all.add(lie("bundleType", host -> host.packed = p -> packed(type, p.size(), p.partSize(), p)));
        }
        for (String type : new String[] {null, "", "YAML", "exe"}) {
            all.add(lie("bundleType", host -> host.surveys = s -> survey(type, 1, 1, s.appSpecName(), "", List.of())));
        }
        for (long count : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            all.add(lie("files", host -> host.surveys = s -> survey("zip", count, 1, null, null, List.of())));
            all.add(lie("bytes", host -> host.surveys = s -> survey("zip", 1, count, null, null, List.of())));
            all.add(lie("size", host -> host.packed = p -> packed("zip", count, p.partSize(), p)));
            all.add(lie("partSize", host -> host.packed = p -> packed("zip", p.size(), count, p)));
        }
        all.add(lie("partSize", host -> host.packed = p -> packed("zip", p.size(), 0, p)));
        all.add(lie("partSize", host -> host.packed = p -> packed("zip", p.size(), 1, p)));
        all.add(lie("appSpecName", host -> host.surveys = s -> survey("zip", 1, 1, "../appspec.yml", "", List.of())));
        all.add(lie("appSpecName", host -> host.surveys = s -> survey("zip", 1, 1, "appspec.yml", null, List.of())));
        all.add(lie("appSpecName", host -> host.surveys = s -> survey("zip", 1, 1, null, "", List.of())));
        all.add(lie(
                "appSpecContent",
                host -> host.surveys = s -> survey("zip", 1, 1, "appspec.yml", "a".repeat(2 << 20), List.of())));
        all.add(lie(
                "warnings",
                host -> host.surveys =
                        s -> survey("zip", 1, 1, null, null, Collections.nCopies(101, Text.of("bundle.git", ".git")))));
        for (List<String> sums : List.of(
                List.<String>of(),
                List.of(SUM, SUM),
                Collections.nCopies(9_999, SUM),
                List.of(""),
                List.of("x".repeat(44)),
                List.of(SUM.substring(4)),
                List.of(SUM.replace("=", "!")),
                List.of("ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLt="))) {
            all.add(lie(
                    "partSha256",
                    host -> host.packed = p -> new Packed("zip", p.size(), p.partSize(), sums, p.digest())));
        }
        all.add(lie(
                "part",
                host -> host.packed = p -> new Packed("zip", p.size(), p.partSize(), List.of(SUM), p.digest())));
        all.add(lie("part", host -> host.packed = p -> packed("zip", p.size() - 1, p.partSize(), p)));
        for (int number : new int[] {0, -1, Integer.MIN_VALUE, 10_001}) {
            all.add(lie("part", host -> host.demands = d -> demand(number, d.length(), d.sha256(), 0, 0)));
        }
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            all.add(lie("length", host -> host.demands = d -> demand(1, length, d.sha256(), 0, 0)));
            all.add(lie("content", host -> host.demands = d -> demand(1, d.length(), d.sha256(), length, 0)));
            all.add(lie("stored", host -> host.demands = d -> demand(1, d.length(), d.sha256(), 0, length)));
        }
        for (String sum : new String[] {null, "", "x".repeat(44), SUM + "\r\nX-Header: 1"}) {
            all.add(lie("sha256", host -> host.demands = d -> demand(1, d.length(), sum, 0, 0)));
        }
        all.add(lie("part", host -> host.demands = d -> null));
        PartResult refused = new PartResult(1, null, 403, "AccessDenied", null, null);
        all.add(lie("part", host -> host.demands = d -> new PartDemand(1, d.length(), d.sha256(), 0, 0, refused)));
        Finding finding = new Finding(1, Finding.Kind.WARNING, Text.of("bundle.git", ".git"));
        all.add(lie("findings", host -> host.findings = honest -> Collections.nCopies(10_001, finding)));
        all.add(lie("finding", host -> host.findings = honest -> Collections.singletonList(null)));
        all.add(lie(
                "finding", host -> host.findings = honest -> List.of(new Finding(-1, finding.kind(), finding.text()))));
        all.add(lie("finding", host -> host.findings = honest -> List.of(new Finding(1, null, finding.text()))));
        for (PartResult result : List.of(
                result(2, "e", 200, null, null),
                result(1, "", 200, null, null),
                result(1, "e\r\nX-Header: 1", 200, null, null),
                result(1, "</ETag>", 200, null, null),
                result(1, "e".repeat(200), 200, null, null),
                result(1, "e", 403, null, null),
                result(1, null, 99_999, null, null),
                result(1, null, -1, null, null),
                result(1, null, 403, "AccessDenied\nFinished: SUCCESS", null),
                result(1, null, 403, "E".repeat(1000), null),
                result(1, null, 403, "AccessDenied", "id\u001b[2J"))) {
            all.add(lie("", host -> host.results = honest -> List.of(result)));
        }
        all.add(lie("parts", host -> host.results = honest -> List.of()));
        all.add(lie("parts", host -> host.results = honest -> Collections.nCopies(2, honest.get(0))));
        return all.stream();
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("lies")
    void noFieldIsBelieved(String field, Consumer<HostileRevisionHost> lie) throws Exception {
        push(bench.host, "a");
        Files.writeString(workspace.resolve("index.html"), "HELLO");
        int before = objects();
        lie.accept(hostile);
        EngineException e = assertThrows(EngineException.class, () -> push(hostile, "a"));
        assertEquals("upload.answer", e.problem().summary().code(), e.getMessage());
        assertTrue(field.isEmpty() || field.equals(e.problem().summary().args().get(0)), field + ": " + e.getMessage());
        assertTrue(e.getMessage().length() < 400 && e.getMessage().lines().count() == 1, e.getMessage());
        assertEquals(before, objects());
        assertEquals(0, bench.uploadsLeft(bench.source().bucket()));
    }

    /** What to change in AWS is said by the controller alone. */
    @Test
    void itsFailuresAreToldInWordsOfOursAndWithoutAdvice() throws Exception {
        hostile.failure = new EngineException(new Problem(
                Text.of("bundle.sourceMissing", "x".repeat(100_000)),
                Text.of("aws.assume.fix", "attach AdministratorAccess"),
                Text.of("nosuch.text", "x"),
                Guidance.of(GuideStep.UPLOAD)));
        EngineException e = assertThrows(EngineException.class, () -> push(hostile, "a"));
        assertEquals("bundle.sourceMissing", e.problem().summary().code());
        assertNull(e.problem().guidance());
        assertFalse(e.getMessage().contains("AdministratorAccess"), e.getMessage());
        assertTrue(e.getMessage().length() < 5000, "" + e.getMessage().length());
    }

    @Test
    void itsWordsAboutTheSourceAreOursToo() {
        hostile.digests = honest -> {
            throw new InvalidInputException("role\nArn", Text.of("nosuch.text"));
        };
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> {
            push(bench.host, "a");
            push(hostile, "a");
        });
        assertEquals("source", e.field());
        assertEquals("upload.answer", e.text().code());
    }

    private static Arguments lie(String field, Consumer<HostileRevisionHost> lie) {
        return Arguments.of(field, lie);
    }

    private static PartResult result(int number, String eTag, int status, String error, String requestId) {
        return new PartResult(number, eTag, status, error, null, requestId);
    }

    private static Survey survey(
            String type, long files, long bytes, String appSpec, String text, List<Text> warnings) {
        return new Survey(
                type,
                false,
                files,
                bytes,
                appSpec,
                text == null ? null : text.getBytes(StandardCharsets.UTF_8),
                true,
                warnings);
    }

    private static PartDemand demand(int number, long length, String sha256, long content, long stored) {
        return new PartDemand(number, length, sha256, content, stored, null);
    }

    private static Packed packed(String type, long size, long partSize, Packed rest) {
        return new Packed(type, size, partSize, rest.partSha256(), rest.digest());
    }

    private Packed pack(Path folder) {
        try {
            return bench.host.pack(spec(folder), Set.of(), null);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path folder(String name, String page) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(name));
        Files.writeString(folder.resolve("appspec.yml"), "version: 0.0\nos: linux\n");
        Files.writeString(folder.resolve("index.html"), page);
        return folder;
    }

    private static SourceSpec spec(Path folder) {
        return new SourceSpec(folder.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
    }

    private PushedRevision push(RevisionHost host, String machine) throws Exception {
        phases.clear();
        PushListener listener = new PushListener() {
            @Override
            public void digested(String digest) {
                phases.add("digested");
            }

            @Override
            public void sent(Packed archive) {
                phases.add("sent");
            }
        };
        RevisionCheck check = (source, spec, survey) -> {
            source.inspect(spec, new InstallPlan(false, List.of(), List.of(), List.of()));
            return Set.of();
        };
        return new Push(bench.uploader(bench.source()), host, check, record.of(machine))
                .run(new PushRequest(spec(workspace), ObjectNaming.of("shop", null, null), null, null), listener);
    }

    private String page(PushedRevision pushed) throws Exception {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bench.content(pushed)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("index.html")) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no page");
    }

    private int objects() {
        return bench.s3
                .listObjectVersions(r -> r.bucket(bench.source().bucket()))
                .versions()
                .size();
    }

    private void assertNothingThere() {
        assertEquals(0, objects());
        assertEquals(0, bench.uploadsLeft(bench.source().bucket()));
    }
}
