package io.jenkins.plugins.codedeploy.engine.watch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentTargetsResponse;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetDeploymentsResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentTargetsResponse;

/** A CodeDeploy client whose calls do what a test says: answer, block, or throw anything at all. */
public final class HostileClient implements CodeDeployClient {
    /** One call. */
    @FunctionalInterface
    public interface Call<Q, A> {
        A answer(Q request) throws Throwable;
    }

    private final AtomicInteger polls = new AtomicInteger();
    private volatile Call<BatchGetDeploymentsRequest, BatchGetDeploymentsResponse> deployments;
    private volatile Call<ListDeploymentTargetsRequest, ListDeploymentTargetsResponse> targets =
            r -> ListDeploymentTargetsResponse.builder().targetIds(List.of()).build();

    public HostileClient(Call<BatchGetDeploymentsRequest, BatchGetDeploymentsResponse> deployments) {
        this.deployments = deployments;
    }

    /** What code that is called may throw although no signature says so, errors of the JVM included. */
    public static Stream<Throwable> anything() {
        return Stream.of(
                new IllegalStateException("Connection pool shut down"),
                new NullPointerException(),
                new RejectedExecutionException("no thread"),
                new StackOverflowError(),
                new OutOfMemoryError("Java heap space"),
                new NoClassDefFoundError("com/example/Gone"),
                new AssertionError("cannot be"),
                new IOException("undeclared"));
    }

    /** Throws it although no signature says so. */
    public static <A> A raise(Throwable anything) {
        throw HostileClient.<RuntimeException>undeclared(anything);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T undeclared(Throwable anything) throws T {
        throw (T) anything;
    }

    /** Describes every deployment that is asked for, in the given status. */
    public static Call<BatchGetDeploymentsRequest, BatchGetDeploymentsResponse> all(String status) {
        return r -> BatchGetDeploymentsResponse.builder()
                .deploymentsInfo(r.deploymentIds().stream()
                        .map(id -> DeploymentInfo.builder()
                                .deploymentId(id)
                                .status(status)
                                .deploymentOverview(o -> o.inProgress(1L))
                                .build())
                        .toList())
                .build();
    }

    public HostileClient then(Call<BatchGetDeploymentsRequest, BatchGetDeploymentsResponse> other) {
        deployments = other;
        return this;
    }

    public HostileClient targets(Call<ListDeploymentTargetsRequest, ListDeploymentTargetsResponse> other) {
        targets = other;
        return this;
    }

    /** How often it was asked for deployments. */
    public int polls() {
        return polls.get();
    }

    @Override
    public BatchGetDeploymentsResponse batchGetDeployments(BatchGetDeploymentsRequest request) {
        polls.incrementAndGet();
        return call(deployments, request);
    }

    @Override
    public ListDeploymentTargetsResponse listDeploymentTargets(ListDeploymentTargetsRequest request) {
        return call(targets, request);
    }

    @Override
    public BatchGetDeploymentTargetsResponse batchGetDeploymentTargets(BatchGetDeploymentTargetsRequest request) {
        return BatchGetDeploymentTargetsResponse.builder().build();
    }

    private static <Q, A> A call(Call<Q, A> call, Q request) {
        try {
            return call.answer(request);
        } catch (Throwable e) {
            return raise(e);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
