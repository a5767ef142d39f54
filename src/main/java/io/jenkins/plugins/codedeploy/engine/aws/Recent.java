package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The values of the keys that were used last: names that others choose must not fill the memory. */
public final class Recent<K, V> {
    private static final int MOST = 1_000;

    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    /** @return null where the key is not known, or not any more */
    @CheckForNull
    public synchronized V get(@NonNull K key) {
        return values.get(key);
    }

    public synchronized void put(@NonNull K key, @NonNull V value) {
        values.put(key, value);
    }

    /** @return the value that was removed; null where there was none */
    @CheckForNull
    public synchronized V remove(@NonNull K key) {
        return values.remove(key);
    }

    @NonNull
    public synchronized V computeIfAbsent(@NonNull K key, @NonNull Function<K, V> made) {
        return values.computeIfAbsent(key, made);
    }
}
