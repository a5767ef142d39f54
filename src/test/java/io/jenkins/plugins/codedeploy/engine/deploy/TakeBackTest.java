package io.jenkins.plugins.codedeploy.engine.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.history.BuildReference;
import io.jenkins.plugins.codedeploy.engine.history.DeploymentEnvironment;
import io.jenkins.plugins.codedeploy.engine.history.HistoryEntry;
import io.jenkins.plugins.codedeploy.engine.history.RevisionOrigin;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.watch.DeploymentStatus;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakeBackTest {
    private static final DeploymentEnvironment ENVIRONMENT =
            new DeploymentEnvironment("222222222222", "eu-central-1", "shop", "web");
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /** One an hour, each but the fourth successful. */
    private final List<PastDeployment> seen = new ArrayList<>(List.of(
            past(5, "Succeeded", revision(5)),
            past(4, "Failed", revision(4)),
            past(3, "Succeeded", revision(3)),
            past(2, "Succeeded", revision(2)),
            past(1, "Succeeded", null)));

    private static Revision revision(int number) {
        return new S3Revision("bucket", number + ".zip", "zip", "v", "e");
    }

    private static String id(int number) {
        return "d-00000000" + number;
    }

    private static PastDeployment past(int number, String status, Revision revision) {
        Instant created = NOON.plusSeconds(3600L * number);
        return new PastDeployment(
                new Snapshot.Builder(id(number), new DeploymentStatus(status))
                        .created(created)
                        .completed(created.plusSeconds(600))
                        .build(),
                revision);
    }

    private static HistoryEntry recorded(int number, String status, Revision revision) {
        Instant begun = NOON.plusSeconds(3600L * number);
        return HistoryEntry.builder(ENVIRONMENT, id(number))
                .revision(revision)
                .origin(new RevisionOrigin(new BuildReference("team/shop", 40 + number), NOON, List.of()))
                .deployedBy(new BuildReference("team/release", 7 + number))
                .begun(begun)
                .ended(begun.plusSeconds(600))
                .status(status)
                .build();
    }

    private static TakeBack find(List<PastDeployment> seen, List<HistoryEntry> recorded, String to)
            throws EngineException {
        return TakeBack.find(seen, recorded, to, "shop/web", ZONE);
    }

    @Test
    void theLastSuccessOfAnotherRevision() throws Exception {
        TakeBack found = find(seen, List.of(), null);
        assertEquals(id(3), found.past().id());
        assertEquals(revision(3), found.revision());
        assertEquals(id(5), found.live().id());
        assertNull(found.recorded());
    }

    @Test
    void theSameRevisionDeployedTwiceIsNoWayBack() throws Exception {
        seen.add(0, past(6, "Succeeded", revision(5)));
        assertEquals(id(3), find(seen, List.of(), " ").past().id());
    }

    @Test
    void afterAFailureTheLastSuccessAsAWhole() throws Exception {
        seen.add(0, past(6, "Stopped", revision(6)));
        assertEquals(id(5), find(seen, List.of(), null).past().id());
    }

    @Test
    void aRunningDeploymentDoesNotCountUnlessItHasTheTraffic() throws Exception {
        seen.add(0, past(6, "InProgress", revision(6)));
        assertEquals(id(3), find(seen, List.of(), null).past().id());
        Snapshot shifted = new Snapshot.Builder(id(7), new DeploymentStatus("InProgress"))
                .trafficShifted(true)
                .build();
        seen.add(0, new PastDeployment(shifted, revision(7)));
        assertEquals(id(5), find(seen, List.of(), null).past().id());
    }

    /** AWS does not return each AppSpec. */
    @Test
    void theRecordAddsTheRevisionsThatAwsDoesNotReturn() throws Exception {
        Revision appSpec = new AppSpecRevision("version: 0.0");
        List<PastDeployment> lambda = List.of(past(2, "Succeeded", null), past(1, "Succeeded", null));
        assertThrows(EngineException.class, () -> find(lambda, List.of(), null));

        TakeBack found = find(
                lambda,
                List.of(
                        recorded(2, "Succeeded", new AppSpecRevision("version: 0.0 #2")),
                        recorded(1, "Succeeded", appSpec)),
                null);
        assertEquals(appSpec, found.revision());
        assertEquals(41, found.recorded().origin().build().number());
    }

    private static String lambda(String current, String target) {
        return "version: 0.0\nResources:\n  - orders:\n      Type: AWS::Lambda::Function\n      Properties:\n"
                + "        Name: orders\n        Alias: live\n        CurrentVersion: " + current
                + "\n        TargetVersion: " + target + "\n";
    }

    /** The alias points to 12 by then. */
    @Test
    void anEarlierLambdaVersionIsReachedFromTheLiveOne() throws Exception {
        List<PastDeployment> functions = List.of(
                past(2, "Succeeded", new AppSpecRevision(lambda("\"7\"", "12"))),
                past(1, "Succeeded", new AppSpecRevision(lambda("\"1\"", "\"7\""))));
        assertEquals(
                new AppSpecRevision(lambda("\"12\"", "\"7\"")),
                find(functions, List.of(), null).revision());

        Revision json = new AppSpecRevision("{\"CurrentVersion\":\"1\",\"TargetVersion\":\"7\"}");
        assertEquals(
                new AppSpecRevision("{\"CurrentVersion\":\"12\",\"TargetVersion\":\"7\"}"),
                LambdaVersions.beginWith(json, new AppSpecRevision(lambda("7", "12"))));
    }

    @Test
    void whatNamesNoOrSeveralVersionsIsDeployedAsItIs() {
        Revision one = new AppSpecRevision(lambda("1", "7"));
        Revision two = new AppSpecRevision(lambda("1", "7") + lambda("2", "3"));
        Revision ecs = new AppSpecRevision("version: 0.0\nResources:\n  - TargetService: {}\n");
        assertEquals(two, LambdaVersions.beginWith(two, one));
        assertEquals(one, LambdaVersions.beginWith(one, two));
        assertEquals(ecs, LambdaVersions.beginWith(ecs, ecs));
        assertEquals(one, LambdaVersions.beginWith(one, null));
        assertEquals(revision(1), LambdaVersions.beginWith(revision(1), one));
    }

    @Test
    void theRecordIsTheSourceWhereAwsReturnsNoList() throws Exception {
        List<HistoryEntry> recorded = List.of(
                recorded(3, "Failed", revision(3)),
                recorded(2, "Succeeded", revision(2)),
                recorded(1, "Succeeded", revision(1)));
        assertEquals(revision(2), find(null, recorded, null).revision());
        assertEquals(revision(1), find(null, recorded, id(1)).revision());
    }

    @Test
    void aDeploymentByItsId() throws Exception {
        assertEquals(revision(2), find(seen, List.of(), id(2)).revision());
        refused("deploy.rollback.unknown", id(9));
        refused("deploy.rollback.noRevision", id(1));
    }

    @ParameterizedTest
    @CsvSource({
        "#42, 2",
        "42, 2",
        "team/shop #42, 2",
        "team/release #12, 5",
        "#12, 5",
    })
    void aBuildThatPushedOrDeployed(String to, int number) throws Exception {
        List<HistoryEntry> recorded = List.of(
                recorded(5, "Succeeded", revision(5)),
                recorded(4, "Failed", revision(4)),
                recorded(2, "Succeeded", revision(2)));
        assertEquals(id(number), find(seen, recorded, to).past().id());
        refused(recorded, "deploy.rollback.unknown", "team/other #42");
        // it failed here
        refused(recorded, "deploy.rollback.unknown", "#44");
    }

    /** Deployment n ends at ten past the hour: in Berlin it is an hour later than in UTC. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-26T15:10:00Z, 3",
        "2026-11-26T16:30:00+01:00, 3",
        "2026-11-26T16:30, 3",
        "2026-11-26 16:30, 3",
        "2026-11-26T16:05, 2",
        "2026-11-27, 5",
    })
    void aTimeMeansWhatWasLiveThen(String to, int number) throws Exception {
        assertEquals(id(number), find(seen, List.of(), to).past().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-25", "2026-11-26T12:59Z"})
    void nothingWasLiveThen(String to) {
        refused("deploy.rollback.unknown", to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "d-", "2026-13-01", "shop#", "#99999999999"})
    void whatIsNeitherDeploymentNorBuildNorTime(String to) {
        refused("deploy.rollback.to", to);
    }

    private void refused(String code, String to) {
        refused(List.of(), code, to);
    }

    private void refused(List<HistoryEntry> recorded, String code, String to) {
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> find(seen, recorded, to));
        assertEquals("to", refused.field());
        assertEquals(code, refused.text().code());
    }
}
