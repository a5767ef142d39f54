package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Reads a list of AWS's page by page, as far as any real one goes: an answer that is not AWS's may have no end. */
public final class Pages {
    /** Of any list; each has some hundreds in AWS. */
    public static final int MOST_ENTRIES = 10_000;

    static final int MOST_PAGES = 200;
    static final int MOST_CHARACTERS = 4 << 20;
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private Pages() {}

    /**
     * @param ask for the page that the token names; null for the first
     * @param token of the next page; null or empty on the last
     * @return all entries, without null
     * @throws SdkClientException where the list does not end: counts as no answer
     */
    @NonNull
    public static <P> List<String> all(
            @NonNull Function<String, P> ask,
            @NonNull Function<P, List<String>> entries,
            @NonNull Function<P, String> token) {
        List<String> all = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        long characters = 0;
        long begun = System.nanoTime();
        String next = null;
        do {
            P page = ask.apply(next);
            for (String entry : entries.apply(page)) {
                if (entry != null) {
                    all.add(entry);
                    characters += entry.length();
                }
            }
            next = token.apply(page);
            if (next == null || next.isEmpty()) {
                return List.copyOf(all);
            }
            characters += next.length();
            if (!tokens.add(next)) {
                throw endless(Text.of("aws.list.repeated", tokens.size()));
            }
        } while (all.size() <= MOST_ENTRIES
                && tokens.size() < MOST_PAGES
                && characters <= MOST_CHARACTERS
                && System.nanoTime() - begun <= MOST_NANOS);
        throw endless(Text.of("aws.list.endless", tokens.size(), all.size()));
    }

    private static SdkClientException endless(Text text) {
        return SdkClientException.create(text.toString());
    }
}
