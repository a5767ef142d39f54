package io.jenkins.plugins.codedeploy.engine.appspec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * AWS's own instance agent is the measure: {@code -Dcodedeploy.agent=} names a checkout of aws/aws-codedeploy-agent 1.8,
 * run by the {@code ruby} on the path (3.1 or newer), and {@code -Dcodedeploy.appspecs=} a folder with more AppSpecs.
 */
@EnabledIfSystemProperty(named = "codedeploy.agent", matches = ".+")
class AgentAgreementTest {
    private static final int GENERATED = Integer.getInteger("codedeploy.agent.generated", 6000);

    /** Where agent 1.x refuses to read what others accept, so that it is only a warning here. */
    private static final Set<String> REFUSED_BY_1X =
            Set.of("appspec.alias", "appspec.date", "appspec.modeOctal.refused", "appspec.aclOther");

    /** Where agent 1.x fails to install what others accept, or what instances may make good. */
    private static final Set<String> FAILS_WITH_1X = Set.of(
            "appspec.notString.1x",
            "appspec.contextLacksRange",
            "appspec.permissionTwice.folder",
            "appspec.permissionOnDanglingLink");

    /** Agents copy it 40 levels deep, and two of them without an end. */
    private static final String CYCLE = "appspec.linkCycle";

    @TempDir
    Path temp;

    private final Random random = new Random(Long.getLong("codedeploy.agent.seed", 20261126));

    @Test
    void theReadersAgreeOnCasesAndGivenFiles() throws Exception {
        List<Path> files = new ArrayList<>();
        for (String name : Cases.names()) {
            try (Stream<Path> in = Files.list(Cases.of(name))) {
                files.addAll(in.filter(f -> f.toString().matches(".*\\.ya?ml")).toList());
            }
        }
        assertEquals(Cases.names().size(), files.size());
        String given = System.getProperty("codedeploy.appspecs");
        if (given != null) {
            try (Stream<Path> in = Files.walk(Path.of(given))) {
                in.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        assertAgreement(files);
    }

    @Test
    void theReadersAgreeOnGeneratedFiles() throws Exception {
        GeneratedAppSpecs generated = new GeneratedAppSpecs(random);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < GENERATED; i++) {
            files.add(Files.write(temp.resolve(i + ".yml"), generated.next()));
        }
        assertAgreement(files);
    }

    @Test
    void theInstallersAgreeOnGeneratedBundles() throws Exception {
        GeneratedBundles generated = new GeneratedBundles(random, temp);
        List<Path> bundles = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        while (bundles.size() < GENERATED / 10) {
            Path bundle = generated.next();
            String mine = installs(bundle);
            if (!mine.contains(CYCLE)) {
                bundles.add(bundle);
                ours.add(mine);
            }
        }
        List<String> reasons = new Agent(temp)
                .ask(
                        "install",
                        bundles.stream().map(b -> b + "\t" + b + ".plan").toList());
        List<String> disagreements = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < bundles.size(); i++) {
            String mine = ours.get(i);
            if (!mine.startsWith("either") && mine.equals("accept") != (reasons.get(i) == null)) {
                disagreements.add(Files.readString(bundles.get(i).resolve("appspec.yml")) + "\nhere: " + mine
                        + "\nagent: " + reasons.get(i) + "\n" + bundles.get(i) + "\n");
            }
            accepted += reasons.get(i) == null ? 1 : 0;
        }
        assertTrue(accepted > bundles.size() / 5 && accepted < bundles.size() * 4 / 5, accepted + " were accepted");
        assertEquals(List.of(), disagreements);
    }

    private String installs(Path bundle) throws Exception {
        SourceSpec source = new SourceSpec(bundle.toString(), List.of(), List.of(), null, Symlinks.KEEP);
        Findings findings = new Findings();
        AppSpec spec = new ServerAppSpec(findings).read(Files.readAllBytes(bundle.resolve("appspec.yml")));
        findings.addAll(new LocalSourceHost().inspect(source, spec.plan()));
        List<Finding> errors =
                findings.inOrder().stream().filter(Finding::isError).toList();
        if (!errors.isEmpty()) {
            return errors.stream().map(f -> f.text().code()).toList().toString();
        }
        boolean some = findings.inOrder().stream()
                .anyMatch(f -> FAILS_WITH_1X.contains(f.text().code()));
        return some ? "either" : "accept";
    }

    private void assertAgreement(List<Path> files) throws Exception {
        List<String> reasons =
                new Agent(temp).ask("read", files.stream().map(Path::toString).toList());
        List<String> disagreements = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < files.size(); i++) {
            byte[] text = Files.readAllBytes(files.get(i));
            Findings findings = new Findings();
            new ServerAppSpec(findings).read(text);
            boolean refused = findings.inOrder().stream()
                    .anyMatch(f -> f.kind() == Finding.Kind.REFUSED
                            || REFUSED_BY_1X.contains(f.text().code()));
            if (refused != (reasons.get(i) != null)) {
                disagreements.add(files.get(i) + "\n" + new String(text, StandardCharsets.UTF_8) + "\nhere: "
                        + findings.inOrder() + "\nagent: " + reasons.get(i) + "\n");
            }
            accepted += reasons.get(i) == null ? 1 : 0;
        }
        assertTrue(accepted > files.size() / 5 && accepted < files.size(), accepted + " were accepted");
        assertEquals(List.of(), disagreements);
    }
}
