package io.jenkins.plugins.codedeploy;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs where a Chromium is installed, or named by {@code -Dchromium=…}; says why where it does not. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsChromium.Condition.class)
public @interface NeedsChromium {
    /** Finds the browser. */
    final class Condition implements ExecutionCondition {
        private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

        /** The browser's file. */
        static Optional<String> binary() {
            String named = System.getProperty("chromium");
            return named != null
                    ? Optional.of(named)
                    : Stream.of("/usr/bin", "/usr/local/bin", "/snap/bin")
                            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                            .filter(Files::isExecutable)
                            .map(Path::toString)
                            .findFirst();
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return binary().map(ConditionEvaluationResult::enabled)
                    .orElseGet(() -> ConditionEvaluationResult.disabled(
                            "no Chromium in /usr/bin or by -Dchromium=/path/to/chromium"));
        }
    }
}
