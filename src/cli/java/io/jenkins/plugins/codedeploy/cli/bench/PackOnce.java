package io.jenkins.plugins.codedeploy.cli.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Bundles a directory in a JVM of its own and prints the most that lived through a garbage collection, in bytes. */
final class PackOnce {
    private PackOnce() {}

    public static void main(String[] arguments) throws Exception {
        AtomicLong most = new AtomicLong();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notice, back) -> most.accumulateAndGet(after(notice.getUserData()), Math::max),
                            null,
                            null);
        }
        LocalSourceHost host = new LocalSourceHost();
        SourceSpec source = new SourceSpec(arguments[0], List.of(), List.of(), null, Symlinks.FOLLOW);
        String digest = host.digest(source, Set.of());
        host.pack(source, Set.of(), digest);
        System.gc();
        Thread.sleep(500);
        System.out.println(most);
    }

    private static long after(Object data) {
        return GarbageCollectionNotificationInfo.from((CompositeData) data)
                .getGcInfo()
                .getMemoryUsageAfterGc()
                .entrySet()
                .stream()
                .filter(pool ->
                        !pool.getKey().contains("Metaspace") && !pool.getKey().contains("Code"))
                .map(java.util.Map.Entry::getValue)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }
}
