package io.jenkins.plugins.codedeploy.engine.preflight;

import java.util.List;
import java.util.stream.Stream;

/** Everything that goes wrong in practice, one at a time. */
final class Misconfigurations {
    private Misconfigurations() {}

    static List<Misconfiguration> all() {
        return Stream.of(
                        BucketMisconfigurations.bucket(),
                        ReadingMisconfigurations.reading(),
                        BucketMisconfigurations.encryption(),
                        TargetMisconfigurations.target(),
                        SourceMisconfigurations.uploading(),
                        SourceMisconfigurations.assuming())
                .flatMap(List::stream)
                .toList();
    }
}
