package io.jenkins.plugins.codedeploy.simulator;

import com.sun.net.httpserver.HttpServer;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.admin.Admin;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Surroundings;
import io.jenkins.plugins.codedeploy.simulator.http.Calls;
import io.jenkins.plugins.codedeploy.simulator.http.Faults;
import io.jenkins.plugins.codedeploy.simulator.http.Front;
import io.jenkins.plugins.codedeploy.simulator.http.JsonProtocol;
import io.jenkins.plugins.codedeploy.simulator.http.QueryProtocol;
import io.jenkins.plugins.codedeploy.simulator.http.Registry;
import io.jenkins.plugins.codedeploy.simulator.http.Service;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.s3.ObjectReader;
import io.jenkins.plugins.codedeploy.simulator.s3.S3;
import io.jenkins.plugins.codedeploy.simulator.s3.S3Protocol;
import io.jenkins.plugins.codedeploy.simulator.sts.Sts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Two AWS accounts on a loopback port. All is forgotten when it closes. */
public final class SimulatedAws implements Surroundings, AutoCloseable {
    static {
        // Else small answers wait for the other side's delayed acknowledgement, 40 ms each.
        preset("sun.net.httpserver.nodelay", "true");
        // Longer than clients keep idle connections, else they would now and then meet a closed one.
        preset("sun.net.httpserver.idleInterval", "300");
    }

    private static final int CLOSING_SECONDS = 10;

    private final String region;
    private final SimulationSpeed pace;
    private final Path folder;
    private final boolean ownFolder;
    private final Faults faults = new Faults();
    private final Calls calls = new Calls();
    private final Iam iam = new Iam();
    private final Kms kms = new Kms(iam);
    private final Sts sts;
    private final S3 s3;
    private final Seed seed;
    private final Admin admin;
    private final Registry registry = new Registry();
    private final Deque<AutoCloseable> closeables = new ArrayDeque<>();
    private final HttpServer server;
    private final ExecutorService threads;

    private SimulatedAws(Builder builder) throws IOException {
        region = builder.region;
        pace = builder.pace;
        ownFolder = builder.folder == null;
        folder = ownFolder ? Files.createTempDirectory("simulated-aws") : Files.createDirectories(builder.folder);
        Path bodies = Files.createDirectories(folder.resolve("s3"));
        s3 = new S3(iam, kms, bodies);
        sts = new Sts(iam, builder.clock);
        registry.plug("s3", s3, new S3Protocol());
        registry.plug("sts", sts, new QueryProtocol(Sts.NAMESPACE));
        seed = Seed.plant(iam, s3, region);
        admin = new Admin(calls, faults, iam, s3, kms, sts);
        builder.services.forEach((name, service) -> plug(name, service.apply(this)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), builder.port), 0);
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "simulated-aws");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext(Admin.PATH, admin);
        server.createContext("/", new Front(registry, iam::credential, bodies, faults, calls, builder.clock));
        server.start();
    }

    /** The server reads these once, before its first start. */
    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @NonNull
    public static Builder builder() {
        return new Builder();
    }

    /** Every service answers here, in every region. */
    @NonNull
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Where the seeds lie. */
    @NonNull
    @Override
    public String region() {
        return region;
    }

    /** Holds the objects' bytes; instances make folders of their own in it. */
    @NonNull
    @Override
    public Path folder() {
        return folder;
    }

    @NonNull
    public SimulationSpeed pace() {
        return pace;
    }

    @NonNull
    @Override
    public Duration real(@NonNull Duration atAws) {
        return pace.of(atAws);
    }

    @NonNull
    @Override
    public String targetAccount() {
        return Accounts.TARGET;
    }

    @NonNull
    public Faults faults() {
        return faults;
    }

    @NonNull
    public Calls calls() {
        return calls;
    }

    @NonNull
    @Override
    public Iam iam() {
        return iam;
    }

    /** What exists from the start. */
    @NonNull
    public Seed seed() {
        return seed;
    }

    @NonNull
    public Sts sts() {
        return sts;
    }

    @NonNull
    public S3 s3() {
        return s3;
    }

    @NonNull
    public Kms kms() {
        return kms;
    }

    /** What can be turned by unsigned calls; services plugged in add theirs. */
    @NonNull
    public Admin admin() {
        return admin;
    }

    /** GetObject for simulated instances. */
    @NonNull
    @Override
    public ObjectReader objects() {
        return s3;
    }

    /** Adds a service that speaks JSON 1.1; one that is {@link AutoCloseable} is closed with everything else. */
    public void plug(@NonNull String name, @NonNull Service service) {
        registry.plug(name, service, new JsonProtocol());
        if (service instanceof CodeDeploy codeDeploy) {
            admin.plug(codeDeploy);
        }
        if (service instanceof AutoCloseable closeable) {
            closeables.push(closeable);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                System.getLogger(SimulatedAws.class.getName()).log(System.Logger.Level.WARNING, "Closing", e);
            }
        }
        awaitThreads();
        if (ownFolder) {
            Folders.delete(folder);
        }
    }

    /** A call that is still served would put files into a folder that is being deleted. */
    private void awaitThreads() {
        try {
            threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How it is set up. */
    public static final class Builder {
        private int port;
        private String region = "eu-central-1";
        private SimulationSpeed pace = SimulationSpeed.REAL;
        private Clock clock = Clock.systemUTC();

        @CheckForNull
        private Path folder;

        private final Map<String, Function<SimulatedAws, Service>> services = new LinkedHashMap<>();

        private Builder() {}

        /** @param port 0 for a free one */
        @NonNull
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        @NonNull
        public Builder region(@NonNull String region) {
            this.region = region;
            return this;
        }

        @NonNull
        public Builder pace(@NonNull SimulationSpeed pace) {
            this.pace = pace;
            return this;
        }

        /** @param clock by which signatures and sessions end; the Date of answers is the server's own */
        @NonNull
        public Builder clock(@NonNull Clock clock) {
            this.clock = clock;
            return this;
        }

        /** @param folder kept after closing; without one a temporary folder is used and deleted */
        @NonNull
        public Builder folder(@NonNull Path folder) {
            this.folder = folder;
            return this;
        }

        /** @param service made once accounts and S3 exist, before the first call is served */
        @NonNull
        public Builder plug(@NonNull String name, @NonNull Function<SimulatedAws, Service> service) {
            services.put(name, service);
            return this;
        }

        @NonNull
        public SimulatedAws start() throws IOException {
            return new SimulatedAws(this);
        }
    }
}
