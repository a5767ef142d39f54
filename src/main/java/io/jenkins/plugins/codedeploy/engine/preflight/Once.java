package io.jenkins.plugins.codedeploy.engine.preflight;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** An answer that is asked for once, a refusal or none included. */
final class Once<T> {
    private final Supplier<T> question;
    private T answer;
    private RuntimeException refusal;

    Once(Supplier<T> question) {
        this.question = question;
    }

    synchronized T get() {
        if (answer == null && refusal == null) {
            try {
                answer = question.get();
            } catch (SdkException | Unanswered e) {
                refusal = e;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return answer;
    }
}
