package io.jenkins.plugins.codedeploy.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.codedeploy.simulator.http.AwsRequest;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Call;
import io.jenkins.plugins.codedeploy.simulator.http.Service;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class SimulatedAwsTest {
    private static final class Plugged implements Service, AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public AwsResponse handle(AwsRequest request) {
            return AwsResponse.json(List.of());
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    @Test
    void listensOnLoopbackAloneAndForgetsEverything() throws Exception {
        Path folder;
        int port;
        Plugged plugged = new Plugged();
        try (SimulatedAws aws =
                SimulatedAws.builder().plug("codedeploy", sim -> plugged).start()) {
            folder = aws.folder();
            port = aws.endpoint().getPort();
            assertEquals("127.0.0.1", aws.endpoint().getHost());
            Clients clients = new Clients(aws);
            try (S3Client s3 = clients.s3(clients.jenkins())) {
                s3.putObject(r -> r.bucket(aws.seed().bucket()).key("k"), RequestBody.fromString("x"));
            }
            assertTrue(Files.exists(folder));
        }
        assertFalse(Files.exists(folder));
        assertTrue(plugged.closed.get());
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", port).close());
    }

    @Test
    void keepsAFolderThatItWasGiven(@TempDir Path folder) throws Exception {
        SimulatedAws.builder().folder(folder.resolve("aws")).start().close();
        assertTrue(Files.isDirectory(folder.resolve("aws")));
    }

    @Test
    void makesNewSecretsEachTime() throws Exception {
        try (SimulatedAws one = SimulatedAws.builder().start();
                SimulatedAws two =
                        SimulatedAws.builder().region("us-west-2").port(0).start()) {
            assertNotEquals(
                    one.seed().jenkins().secretAccessKey(), two.seed().jenkins().secretAccessKey());
            assertFalse(one.seed().toString().contains(one.seed().jenkins().secretAccessKey()));
            assertEquals("us-west-2", two.s3().bucket(two.seed().bucket()).region());
        }
    }

    @Test
    void recordsEveryCall() throws Exception {
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            List<String> heard = new CopyOnWriteArrayList<>();
            aws.calls().listen(call -> heard.add(call.operation()));
            Clients clients = new Clients(aws);
            try (S3Client s3 = clients.s3(clients.jenkins())) {
                assertThrows(
                        S3Exception.class,
                        () -> s3.headObject(r -> r.bucket(aws.seed().bucket()).key("none")));
            }
            Call call = aws.calls().all().get(0);
            assertEquals("s3", call.service());
            assertEquals("HeadObject", call.operation());
            assertEquals("arn:aws:iam::111111111111:user/jenkins", call.callerArn());
            assertEquals("eu-central-1", call.region());
            assertEquals(404, call.status());
            assertEquals("NoSuchKey", call.error());
            assertEquals(List.of("HeadObject"), heard);
            assertEquals(1, aws.calls().count(c -> c.status() == 404));
        }
    }

    @Test
    void paceDividesDurations() throws Exception {
        assertEquals(Duration.ofSeconds(1), SimulationSpeed.times(60).of(Duration.ofMinutes(1)));
        assertEquals(Duration.ofMinutes(1), SimulationSpeed.REAL.of(Duration.ofMinutes(1)));
        assertThrows(IllegalArgumentException.class, () -> SimulationSpeed.times(0));
        SimulationSpeed.times(1_000_000).sleep(Duration.ofMinutes(1));
        try (SimulatedAws aws =
                SimulatedAws.builder().pace(SimulationSpeed.times(60)).start()) {
            assertEquals(60, aws.pace().factor());
        }
    }
}
