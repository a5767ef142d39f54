package io.jenkins.plugins.codedeploy.controller;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.CallThreads;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentEngine;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.watch.WatchTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.SystemProperties;
import jenkins.util.Timer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The engine of this controller: one, made when it is first wanted, ended with Jenkins. */
@Extension
public final class Engines {
    /** How many times faster than usual AWS is asked: for a simulated AWS that runs faster than the real one. */
    static final String SPEED = Engines.class.getName() + ".speed";

    /** Minutes without any answer after which a deployment counts as lost, or as {@code 45m}, {@code 2h}. */
    static final String SILENCE = Engines.class.getName() + ".silence";

    /** Attained when the controller ends, by those who let go of the engine. */
    public static final String UNUSED = "CodeDeploy engine unused";

    private static final int THREADS = 8;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    private ExecutorService pool;
    private ExecutorService callers;
    private AwsClients clients;
    private DeploymentEngine deployments;
    private DefaultCredentialsProvider controller;

    @NonNull
    public static DeploymentEngine deployments() {
        return get().engine();
    }

    @NonNull
    public static AwsClients clients() {
        return get().awsClients();
    }

    /** Few threads that act as the system: for disks and credentials, never for calls to AWS or for waiting. */
    @NonNull
    public static Executor pool() {
        return get().threads();
    }

    /** The SDK's own chain: instance profile, web identity, environment of the controller's process. */
    @NonNull
    public static AwsCredentialsProvider controllerIdentity() {
        return get().chain();
    }

    @Terminator(requires = UNUSED)
    public static void end() {
        get().close();
    }

    private static Engines get() {
        return ExtensionList.lookupSingleton(Engines.class);
    }

    private synchronized DeploymentEngine engine() {
        if (deployments == null) {
            deployments = new DeploymentEngine(awsClients(), times(), Timer.get(), callers());
        }
        return deployments;
    }

    private synchronized AwsClients awsClients() {
        if (clients == null) {
            clients = new AwsClients(new ProxiedHttpClient(), Clock.systemUTC(), CALL_TIMEOUT);
        }
        return clients;
    }

    private synchronized ExecutorService threads() {
        if (pool == null) {
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    1,
                    TimeUnit.MINUTES,
                    new LinkedBlockingQueue<>(),
                    new NamingThreadFactory(
                            new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), Engines.class.getName()));
            threads.allowCoreThreadTimeOut(true);
            pool = new ImpersonatingExecutorService(threads, ACL.SYSTEM2);
        }
        return pool;
    }

    /** As many as the engine wants, which shares them among tenants. */
    private synchronized ExecutorService callers() {
        if (callers == null) {
            ThreadFactory factory = new NamingThreadFactory(
                    new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "codeDeploy calls");
            callers = new ImpersonatingExecutorService(new CallThreads(factory), ACL.SYSTEM2);
        }
        return callers;
    }

    private synchronized DefaultCredentialsProvider chain() {
        if (controller == null) {
            controller = DefaultCredentialsProvider.builder().build();
        }
        return controller;
    }

    static EngineTimes times() {
        int speed = SystemProperties.getInteger(SPEED, 1);
        Duration silence = SystemProperties.getDuration(SILENCE, ChronoUnit.MINUTES, WatchTimes.DEFAULTS.silence());
        EngineTimes times = speed > 1 ? EngineTimes.DEFAULTS.faster(speed) : EngineTimes.DEFAULTS;
        return times.with(times.watch().with(silence));
    }

    private synchronized void close() {
        if (deployments != null) {
            deployments.close();
        }
        if (pool != null) {
            pool.shutdownNow();
        }
        if (callers != null) {
            callers.shutdownNow();
        }
        if (clients != null) {
            clients.close();
        }
        if (controller != null) {
            controller.close();
        }
    }
}
