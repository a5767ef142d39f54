package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What several machines have pushed for one caller. */
final class SharedRecord {
    private record Line(String machine, String digest, long bytes, S3Revision revision) {}

    private final List<Line> lines = new ArrayList<>();

    PushRecord of(String machine) {
        return new PushRecord() {
            @Override
            public Optional<S3Revision> find(String bucket, String digest) {
                return lines.stream()
                        .filter(line -> line.machine.equals(machine) && line.digest.equals(digest))
                        .map(Line::revision)
                        .reduce((older, newer) -> newer);
            }

            @Override
            public boolean mayHold(String bucket, Survey survey) {
                return lines.stream().anyMatch(line -> line.machine.equals(machine) && line.bytes == survey.bytes());
            }

            @Override
            public List<S3Revision> claimed(String bucket, String digest) {
                return lines.stream()
                        .filter(line -> line.digest.equals(digest))
                        .map(Line::revision)
                        .toList();
            }

            @Override
            public Optional<String> replaceable(String bucket, String key) {
                return lines.stream()
                        .filter(line -> line.revision.key().equals(key))
                        .map(line -> line.revision.eTag())
                        .reduce((older, newer) -> newer);
            }

            @Override
            public void add(PushedRevision pushed, Survey survey) {
                lines.add(new Line(machine, pushed.digest(), survey.bytes(), pushed.revision()));
            }
        };
    }
}
