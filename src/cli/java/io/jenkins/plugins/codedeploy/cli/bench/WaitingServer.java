package io.jenkins.plugins.codedeploy.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import java.time.Duration;
import java.util.Map;

/** {@link Waiting} in a process of its own, so that its memory is its own: {@code groups}, each busy for an hour. */
final class WaitingServer {
    private WaitingServer() {}

    public static void main(String... arguments) throws Exception {
        try (Waiting waiting = new Waiting(1)) {
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                waiting.plant(group(i), Duration.ofHours(1));
            }
            Seed seed = waiting.aws.seed();
            System.out.println(new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "endpoint", waiting.aws.endpoint().toString(),
                            "region", waiting.aws.region(),
                            "accessKeyId", seed.jenkins().accessKeyId(),
                            "secretAccessKey", seed.jenkins().secretAccessKey(),
                            "roleArn", seed.roleArn(),
                            "externalId", seed.externalId())));
            // until the parent process has ended
            while (System.in.read() >= 0) {
                continue;
            }
        }
    }

    static String group(int number) {
        return "group-" + number;
    }
}
