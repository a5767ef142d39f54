package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsResponse;

/** Single calls on existing deployments, for a person: history, stop and continue. Each blocks. */
public final class DeploymentControl {
    /** Of BatchGetDeployments. */
    private static final int BATCH = 25;

    private static final int MOST_PAGES = 50;

    private final AwsClients clients;
    private final TargetAccess access;
    private final String sessionName;

    /** @param sessionName as {@link io.jenkins.plugins.codedeploy.engine.aws.SessionName} makes it */
    public DeploymentControl(@NonNull AwsClients clients, @NonNull TargetAccess access, @NonNull String sessionName) {
        this.clients = clients;
        this.access = access;
        this.sessionName = sessionName;
    }

    /**
     * Stops a deployment.
     *
     * @param rollBack whether CodeDeploy deploys the last successful revision afterward
     * @throws EngineException if AWS refuses or does not answer
     */
    public void stop(@NonNull String deploymentId, boolean rollBack) throws EngineException {
        String id = Inputs.deploymentId(deploymentId);
        call(
                "codedeploy:StopDeployment",
                id,
                SessionPolicy.follower(),
                client -> client.stopDeployment(r -> r.deploymentId(id).autoRollbackEnabled(rollBack)));
    }

    /**
     * Continues a blue/green deployment that waits.
     *
     * @param terminate whether the wait before the original instances are terminated ends, rather than the wait before
     *     traffic is rerouted
     * @throws EngineException if AWS refuses or does not answer
     */
    public void resume(@NonNull String deploymentId, boolean terminate) throws EngineException {
        String id = Inputs.deploymentId(deploymentId);
        DeploymentWaitType wait = terminate ? DeploymentWaitType.TERMINATION_WAIT : DeploymentWaitType.READY_WAIT;
        call(
                "codedeploy:ContinueDeployment",
                id,
                SessionPolicy.follower(),
                client -> client.continueDeployment(r -> r.deploymentId(id).deploymentWaitType(wait)));
    }

    /**
     * Returns the newest deployments of a deployment group, newest first.
     *
     * @param most the maximum number, at least 1
     * @throws EngineException if AWS refuses or does not answer
     */
    @NonNull
    public List<PastDeployment> history(@NonNull String application, @NonNull String deploymentGroup, int most)
            throws EngineException {
        return call(
                "codedeploy:ListDeployments",
                application + "/" + deploymentGroup,
                SessionPolicy.observer(),
                client -> history(client, application, deploymentGroup, most));
    }

    /**
     * Looks at a deployment.
     *
     * @throws EngineException if AWS refuses, does not answer, or does not know it
     */
    @NonNull
    public Snapshot look(@NonNull String deploymentId) throws EngineException {
        String id = Inputs.deploymentId(deploymentId);
        return call(
                "codedeploy:GetDeployment",
                id,
                SessionPolicy.observer(),
                client -> Snapshot.of(
                        client.getDeployment(r -> r.deploymentId(id)).deploymentInfo()));
    }

    private static List<PastDeployment> history(
            CodeDeployClient client, String application, String deploymentGroup, int most) {
        List<String> ids = newest(client, application, deploymentGroup, most);
        List<DeploymentInfo> infos = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            infos.addAll(client.batchGetDeployments(r -> r.deploymentIds(batch)).deploymentsInfo());
        }
        return infos.stream()
                .sorted(Comparator.comparing(
                                (DeploymentInfo info) -> Objects.requireNonNullElse(info.createTime(), Instant.EPOCH))
                        .reversed())
                .map(info -> new PastDeployment(Snapshot.of(info), RevisionLocations.parse(info.revision())))
                .toList();
    }

    private static List<String> newest(CodeDeployClient client, String application, String deploymentGroup, int most) {
        List<String> ids = new ArrayList<>();
        String token = null;
        for (int page = 0; page < MOST_PAGES && ids.size() < most; page++) {
            String from = token;
            ListDeploymentsResponse answer = client.listDeployments(r -> r.applicationName(application)
                    .deploymentGroupName(deploymentGroup)
                    .nextToken(from));
            ids.addAll(answer.deployments());
            token = answer.nextToken();
            if (token == null) {
                break;
            }
        }
        return ids.subList(0, Math.min(most, ids.size()));
    }

    private <T> T call(String action, String resource, String policy, Function<CodeDeployClient, T> body)
            throws EngineException {
        try {
            RoleSession session = clients.session(access, sessionName, policy);
            if (session != null) {
                session.resolveCredentials();
            }
            try (CodeDeployClient client = clients.codeDeploy(
                    access, session == null ? clients.sourceCredentials(access) : session, Retries.STANDARD)) {
                return body.apply(client);
            }
        } catch (SdkException e) {
            throw new EngineException(Refusals.explain(access, action, resource, e), e);
        }
    }
}
