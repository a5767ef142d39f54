package io.jenkins.plugins.codedeploy.engine;

import io.jenkins.plugins.codedeploy.engine.setup.PolicyJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Text that would like to be more than text, and everything that can carry it. */
public final class Hostile {
    /** Line ends of every kind, terminal sequences, a console note of Jenkins, and marks that turn the line around. */
    public static final String TEXT = "boom\nFinished: SUCCESS\r\nFinished: SUCCESS\rFinished: SUCCESS"
            + "\u0085Finished: SUCCESS\u2028Finished: SUCCESS\u2029Finished: SUCCESS\u000bFinished: SUCCESS"
            + "\fFinished: SUCCESS\u001b[2J\u001b[8mha:AAAA\u001b[0m\u009b2J\u202eSSECCUS\u2066\u200f\0\b\u007f\ud83d";

    /** As statements are made. */
    private static final String JSON =
            PolicyJson.text(PolicyJson.object().put("Sid", TEXT).put("Resource", TEXT));

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");

    private Hostile() {}

    /** Whether it is one line and no more than text. */
    public static boolean isHarmless(String line) {
        return !UNFIT.matcher(line).find() && !line.stripLeading().startsWith("Finished:");
    }

    public static Problem problem() {
        Text text = Text.of("engine.field", TEXT, TEXT);
        return new Problem(text, text, text, Guidance.of(GuideStep.DEPLOY, cause(), cause()));
    }

    private static Guidance.Cause cause() {
        Text text = Text.of("engine.field", TEXT, TEXT);
        return Guidance.cause(
                text,
                Arrays.stream(Remedy.Kind.values())
                        .map(kind -> new Remedy(kind, TEXT, kind == Remedy.Kind.COMMAND ? "aws " + TEXT : JSON))
                        .toArray(Remedy[]::new));
    }

    /** A record whose every text is hostile, however deep. */
    public static <T> T record(Class<T> type) {
        try {
            RecordComponent[] parts = type.getRecordComponents();
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(parts)
                    .map(part -> value(part.getGenericType()))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type.getName(), e);
        }
    }

    private static Object value(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return List.of(value(list.getActualTypeArguments()[0]));
        }
        Class<?> simple = (Class<?>) type;
        if (simple == String.class) {
            return TEXT;
        } else if (simple == Text.class) {
            return Text.of("engine.field", TEXT, TEXT);
        } else if (simple == Problem.class) {
            return problem();
        } else if (simple == boolean.class) {
            return true;
        } else if (simple == long.class) {
            return 1L;
        } else if (simple == int.class) {
            return 1;
        } else if (simple == Instant.class) {
            return Instant.EPOCH;
        } else if (simple == Duration.class) {
            return Duration.ofSeconds(5);
        } else if (simple == byte[].class) {
            return TEXT.getBytes(StandardCharsets.UTF_8);
        } else if (simple.isEnum()) {
            return simple.getEnumConstants()[0];
        } else if (simple.isRecord()) {
            return record(simple);
        }
        throw new AssertionError("nothing hostile of " + type);
    }
}
