package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What several machines have pushed for one caller. */
final class SharedRecord {
    private record Line(String machine, String digest, S3Revision revision) {}

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
            public void add(PushedRevision pushed) {
                lines.add(new Line(machine, pushed.digest(), pushed.revision()));
            }
        };
    }
}
