package io.jenkins.plugins.codedeploy.engine.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyArchiveTest {
    private static final String APP_SPEC = SampleFolder.APP_SPEC;

    private final LocalSourceHost host = new LocalSourceHost();

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tgz", "a.tar.gz", "A.ZIP", "b.TAR.GZ"})
    void isSentAsItIs(String name) throws Exception {
        Path file = archive(name, Map.of("appspec.yml", APP_SPEC, "scripts/start.sh", "x", "empty/", ""));
        byte[] before = Files.readAllBytes(file);
        Survey survey = host.survey(spec(file));
        assertTrue(survey.readyMade());
        assertEquals(
                name.toLowerCase().endsWith("zip") ? "zip" : name.endsWith(".tar") ? "tar" : "tgz",
                survey.bundleType());
        assertEquals(2, survey.files());
        assertEquals(before.length, survey.bytes());
        assertEquals("appspec.yml", survey.appSpecName());
        assertEquals(APP_SPEC, SampleFolder.appSpec(survey));
        assertEquals(List.of(), survey.warnings());
        assertEquals(
                List.of("scripts/stop.sh", "Scripts"),
                SampleFolder.missing(
                        host,
                        spec(file),
                        List.of("/", "scripts/start.sh", "/scripts", "empty/", "scripts/stop.sh", "Scripts")));
        String digest = host.digest(spec(file), Set.of());
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(before);
        assertEquals(HexFormat.of().formatHex(sha256), digest);
        Packed packed = host.pack(spec(file), Set.of(), digest);
        assertEquals(
                new Packed(
                        survey.bundleType(),
                        before.length,
                        8 << 20,
                        List.of(Base64.getEncoder().encodeToString(sha256)),
                        digest),
                packed);
        PackedFile sent = PackedFile.pack(host, spec(file), Set.of(), digest, temp);
        assertArrayEquals(before, Files.readAllBytes(Path.of(sent.file())), "sent as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tgz"})
    void oneTopFolderWithAnAppSpecCountsAsTheRoot(String name) throws Exception {
        Path file = archive(name, Map.of("app-1.0/appspec.yml", APP_SPEC, "app-1.0/scripts/start.sh", "x"));
        Survey survey = host.survey(spec(file));
        assertEquals("appspec.yml", survey.appSpecName());
        assertEquals(APP_SPEC, SampleFolder.appSpec(survey));
        assertEquals(
                List.of("app-1.0/scripts"),
                SampleFolder.missing(host, spec(file), List.of("scripts/start.sh", "app-1.0/scripts", "/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tgz"})
    void anythingBesideTheTopFolderKeepsItInPlace(String name) throws Exception {
        for (String beside : List.of("README", "zzz/x", "A/")) {
            Path file = archive(name, Map.of("app/appspec.yml", APP_SPEC, "app/run", "x", beside, ""));
            assertNull(SampleFolder.appSpec(host.survey(spec(file))), beside);
            assertNull(host.survey(spec(file)).appSpecName(), beside);
            assertEquals(List.of("run"), SampleFolder.missing(host, spec(file), List.of("run", "app/run")));
        }
    }

    @Test
    void aTopFolderWithoutAnAppSpecStays() throws Exception {
        Path file = archive("a.zip", Map.of("app/run", "x"));
        assertNull(SampleFolder.appSpec(host.survey(spec(file))));
        assertEquals(List.of("run"), SampleFolder.missing(host, spec(file), List.of("run", "app/run")));
    }

    @Test
    void readsAppspecYamlToo() throws Exception {
        assertEquals(
                "appspec.yaml",
                host.survey(spec(archive("a.zip", Map.of("appspec.yaml", APP_SPEC))))
                        .appSpecName());
        Survey both = host.survey(spec(archive("b.tar", Map.of("appspec.yaml", "yaml", "appspec.yml", "yml"))));
        assertEquals("yml", SampleFolder.appSpec(both));
        Survey nested = host.survey(spec(archive("c.tgz", Map.of("d/appspec.yaml", "nested"))));
        assertEquals("appspec.yaml", nested.appSpecName());
        assertEquals("nested", SampleFolder.appSpec(nested));
    }

    @Test
    void readsWhatOtherToolsMake() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("s"))
                .file("scripts/größe.sh", "x")
                .link("current", "scripts");
        SampleFolder.run(sample.root, "tar", "cf", "../t.tar", ".");
        SampleFolder.run(sample.root, "tar", "czf", "../t.tgz", "--format=pax", ".");
        SampleFolder.run(temp, "tar", "czf", "nested.tar.gz", "s");
        SampleFolder.run(sample.root, "zip", "-qry", "../t.zip", ".");
        for (String name : List.of("t.tar", "t.tgz", "t.zip", "nested.tar.gz")) {
            SourceSpec spec = spec(temp.resolve(name));
            assertEquals(APP_SPEC, SampleFolder.appSpec(host.survey(spec)), name);
            assertEquals(
                    List.of("scripts/none"),
                    SampleFolder.missing(host, spec, List.of("scripts/größe.sh", "current/größe.sh", "scripts/none")),
                    name);
        }
    }

    @Test
    void readsOldZipsWithNamesInOtherCharsetsOrBackslashes() throws Exception {
        Path latin = temp.resolve("latin.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(latin), StandardCharsets.ISO_8859_1)) {
            zip.putNextEntry(new ZipEntry("größe"));
            zip.putNextEntry(new ZipEntry("appspec.yml"));
            zip.write(APP_SPEC.getBytes());
        }
        assertEquals(APP_SPEC, SampleFolder.appSpec(host.survey(spec(latin))));
        Path windows = archive("windows.zip", Map.of("appspec.yml", APP_SPEC, "scripts\\start.ps1", ""));
        assertEquals(List.of(), SampleFolder.missing(host, spec(windows), List.of("scripts/start.ps1")));
        assertEquals(
                List.of("bundle.backslash"),
                host.survey(spec(windows)).warnings().stream().map(Text::code).toList());
    }

    @Test
    void warnsOfPathsThatLeaveTheFolder() throws Exception {
        Path file = archive("a.zip", Map.of("appspec.yml", APP_SPEC, "../../etc/cron.d/x", "", "a/..b/c", ""));
        List<Text> warnings = host.survey(spec(file)).warnings();
        assertEquals(
                List.of("bundle.parentPath"), warnings.stream().map(Text::code).toList());
        assertEquals(List.of("../../etc/cron.d/x"), warnings.get(0).args());
    }

    @Test
    void refusesAnAppSpecBesideIt() throws Exception {
        Path file = archive("a.zip", Map.of("appspec.yml", APP_SPEC));
        SourceSpec spec = new SourceSpec(file.toString(), List.of(), List.of(), "x.yml", Symlinks.FOLLOW);
        assertEquals(
                "appSpec",
                assertThrows(InvalidInputException.class, () -> host.survey(spec))
                        .field());
        SourceSpec patterns = new SourceSpec(file.toString(), List.of(), List.of("x"), null, Symlinks.FOLLOW);
        assertEquals(
                List.of("bundle.patternsIgnored"),
                host.survey(patterns).warnings().stream().map(Text::code).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tgz"})
    void refusesATruncatedArchive(String name) throws Exception {
        Path file = archive(
                name,
                Map.of(
                        "appspec.yml",
                        APP_SPEC,
                        "b",
                        new String(SampleFolder.text(50_000, 1)),
                        "z",
                        "the last one, cut off"));
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 10, 1000, whole.length * 2 / 3}) {
            Files.write(file, Arrays.copyOf(whole, length));
            EngineException e = assertThrows(EngineException.class, () -> host.survey(spec(file)), name + length);
            assertEquals("bundle.archiveBroken", e.problem().summary().code());
            assertTrue(e.getMessage().startsWith(file + " is not a complete " + name.substring(2) + " archive: "));
            assertThrows(EngineException.class, () -> SampleFolder.missing(host, spec(file), List.of("x")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tgz"})
    void refusesWhatIsNoArchive(String name) throws Exception {
        for (byte[] content : List.of(SampleFolder.text(5000, 1), SampleFolder.noise(5000, 2))) {
            Path file = Files.write(temp.resolve(name), content);
            EngineException e = assertThrows(EngineException.class, () -> host.survey(spec(file)));
            assertEquals("bundle.archiveBroken", e.problem().summary().code());
        }
    }

    @Test
    void noticesADamagedGzip() throws Exception {
        Path file = archive("a.tgz", Map.of("appspec.yml", APP_SPEC, "b", new String(SampleFolder.text(50_000, 1))));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);
        assertThrows(EngineException.class, () -> host.survey(spec(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bomb.zip", "bomb.tgz"})
    void readsNoMoreThanAMebibyteOfAnAppSpec(String name) throws Exception {
        Path file = archive(name, Map.of("appspec.yml", " ".repeat(50 << 20)));
        assertTrue(Files.size(file) < 100_000);
        EngineException e = assertThrows(EngineException.class, () -> host.survey(spec(file)));
        assertEquals("bundle.appSpecTooLong", e.problem().summary().code());
        assertEquals(
                1,
                host.survey(spec(archive("ok" + name, Map.of("a/b/appspec.yml", "x"))))
                        .files());
    }

    @Test
    void failsWhenTheArchiveIsReplacedAfterItsSurvey() throws Exception {
        Path file = archive("a.zip", Map.of("appspec.yml", APP_SPEC));
        String digest = host.digest(spec(file), Set.of());
        archive("a.zip", Map.of("appspec.yml", APP_SPEC + "#"));
        EngineException e = assertThrows(EngineException.class, () -> host.pack(spec(file), Set.of(), digest));
        assertEquals("bundle.contentChanged", e.problem().summary().code());
    }

    @Test
    void checksumsTheArchiveInParts() throws Exception {
        Path file = temp.resolve("a.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            put(tar, "noise", SampleFolder.noise(20 << 20, 1));
        }
        Packed packed = host.pack(spec(file), Set.of(), null);
        assertEquals(3, packed.partSha256().size());
        byte[] last = Arrays.copyOfRange(Files.readAllBytes(file), 16 << 20, (int) packed.size());
        assertEquals(
                Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(last)),
                packed.partSha256().get(2));
    }

    @Test
    void aFolderMayHaveAnArchivesName() throws Exception {
        SampleFolder sample = SampleFolder.withAppSpec(temp.resolve("folder.zip"));
        assertFalse(host.survey(sample.spec()).readyMade());
    }

    private static SourceSpec spec(Path file) {
        return new SourceSpec(file.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
    }

    private Path archive(String name, Map<String, String> contents) throws Exception {
        Path file = temp.resolve(name);
        Map<String, String> sorted = new TreeMap<>(contents);
        if (name.toLowerCase().endsWith(".zip")) {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                for (Map.Entry<String, String> entry : sorted.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            return file;
        }
        OutputStream out = Files.newOutputStream(file);
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(name.endsWith(".tar") ? out : new GZIPOutputStream(out))) {
            for (Map.Entry<String, String> entry : sorted.entrySet()) {
                put(tar, entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws Exception {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
