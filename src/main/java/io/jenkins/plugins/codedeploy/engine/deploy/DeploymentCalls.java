package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.AwsErrors;
import io.jenkins.plugins.codedeploy.engine.aws.BucketKeys;
import io.jenkins.plugins.codedeploy.engine.aws.BucketPolicies;
import io.jenkins.plugins.codedeploy.engine.aws.ConsoleLinks;
import io.jenkins.plugins.codedeploy.engine.aws.Pages;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Groups;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.watch.Snapshot;
import io.jenkins.plugins.codedeploy.engine.watch.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.codedeploy.model.ComputePlatform;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentWaitType;
import software.amazon.awssdk.services.codedeploy.model.LastDeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.ListDeploymentsResponse;

/**
 * The single calls of one run, made as the job-named session. Each blocks and throws the SDK's exceptions; only those
 * that change nothing are asked again by the SDK.
 */
final class DeploymentCalls {
    /** Of BatchGetDeployments. */
    private static final int BATCH = 25;

    private static final int LONGEST_ID = 64;
    /** AWS's own clock and the one that stamps lists may differ. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final AwsClients clients;
    private final TargetAccess access;
    private final RoleSession session;
    private final String sessionName;
    /** Made when they are needed: they weigh several times as much as all else that a waiting run holds. */
    private CodeDeployClient reads;

    private CodeDeployClient changes;

    DeploymentCalls(AwsClients clients, TargetAccess access, String sessionName, String policy) {
        this.clients = clients;
        this.access = access;
        this.sessionName = sessionName;
        session = clients.session(access, sessionName, policy);
    }

    /** Releases what is not needed while the poller watches the deployment. */
    synchronized void rest() {
        reads = null;
        changes = null;
    }

    @NonNull
    String sessionName() {
        return sessionName;
    }

    private synchronized CodeDeployClient reads() {
        if (reads == null) {
            reads = clients.codeDeploy(access, credentials(), Retries.STANDARD);
        }
        return reads;
    }

    private synchronized CodeDeployClient changes() {
        if (changes == null) {
            changes = clients.codeDeploy(access, credentials(), Retries.NONE);
        }
        return changes;
    }

    private AwsCredentialsProvider credentials() {
        return session == null ? clients.sourceCredentials(access) : session;
    }

    /** Assumes the role if necessary, so that its refusal is distinguished from a refusal of the next call. */
    void enter() {
        asked(() -> credentials().resolveCredentials());
    }

    void renew() {
        if (session != null) {
            session.renew();
        }
    }

    void renewIfStale(SdkException e) {
        if (AwsErrors.isExpired(e)) {
            renew();
        }
    }

    void register(DeploymentRequest request) {
        asked(() -> reads().registerApplicationRevision(r ->
                r.applicationName(request.application()).revision(RevisionLocations.of(request.revision()))));
    }

    @NonNull
    String create(DeploymentRequest request, String nonce) {
        String id = asked(
                () -> changes().createDeployment(CreateCall.of(request, nonce)).deploymentId());
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
            throw SdkClientException.create(Text.of("deploy.noId").toString());
        }
        clients.usedRegions().add(access);
        return id;
    }

    /** @param limit timeout of the call, so that an abort does not wait for a dead connection */
    void stop(String deploymentId, boolean rollBack, Duration limit) {
        asked(() -> changes()
                .stopDeployment(r -> r.deploymentId(deploymentId)
                        .autoRollbackEnabled(rollBack)
                        .overrideConfiguration(c -> c.apiCallTimeout(limit))));
    }

    /** Ends one of the waits of a blue/green deployment. */
    void continueDeployment(String deploymentId, DeploymentWaitType wait) {
        asked(() ->
                changes().continueDeployment(r -> r.deploymentId(deploymentId).deploymentWaitType(wait)));
    }

    /** Whether the traffic of a blue/green deployment has shifted by now: the last look may be some seconds old. */
    boolean hasShifted(String deploymentId, Duration limit) {
        return asked(() -> reads()
                .batchGetDeployments(
                        r -> r.deploymentIds(deploymentId).overrideConfiguration(c -> c.apiCallTimeout(limit)))
                .deploymentsInfo()
                .stream()
                .anyMatch(info -> Snapshot.of(info).trafficShifted()));
    }

    /** Whether the deployment carries the nonce. */
    boolean isOurs(String deploymentId, String nonce) {
        return asked(() -> reads().batchGetDeployments(r -> r.deploymentIds(deploymentId)).deploymentsInfo().stream()
                .anyMatch(info -> carries(info, nonce)));
    }

    /**
     * Looks for a deployment by its nonce.
     *
     * @param since by AWS's clock
     * @return empty when AWS's lists, as they are now, have none
     */
    @NonNull
    Optional<String> find(String application, String group, String nonce, Instant since) {
        return asked(() -> search(application, group, nonce, since));
    }

    private Optional<String> search(String application, String group, String nonce, Instant since) {
        Optional<String> last = lastAttempted(application, group).filter(id -> isOurs(id, nonce));
        if (last.isPresent()) {
            return last;
        }
        List<String> ids = list(application, group, since.minus(SLACK));
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            Optional<String> found = reads().batchGetDeployments(r -> r.deploymentIds(batch)).deploymentsInfo().stream()
                    .filter(info -> carries(info, nonce))
                    .map(DeploymentInfo::deploymentId)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * The SDK lets exceptions of credentials and of a closed HTTP client through as they are. Nobody knows then whether a
     * call was carried out, as without an answer.
     */
    private static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw SdkClientException.create(AwsErrors.message(e), e);
        }
    }

    /** Adds what helps to explain a failure, as far as we may look. */
    @NonNull
    SetupValues learn(SetupValues known, Snapshot last, List<TargetState> failed) {
        try {
            return asked(() -> learnt(known, last, failed));
        } catch (SdkException e) {
            return known;
        }
    }

    private SetupValues learnt(SetupValues known, Snapshot last, List<TargetState> failed) {
        SetupValues learnt = known.with(Field.SOURCE, clients.sourceArn(access));
        if (failed.stream().anyMatch(DeploymentCalls::speaksOfKeys)) {
            learnt = BucketKeys.learn(clients, access, learnt);
        } else if (failed.stream().anyMatch(DeploymentCalls::speaksOfAccess)) {
            learnt = BucketPolicies.learn(clients, access, learnt);
        }
        try {
            return last.application() == null || last.deploymentGroup() == null
                    ? learnt
                    : Groups.learn(reads(), learnt, last.application(), last.deploymentGroup());
        } catch (SdkException e) {
            return learnt;
        }
    }

    private static boolean speaksOfKeys(TargetState target) {
        return speaksOf(target, "kms:");
    }

    private static boolean speaksOfAccess(TargetState target) {
        return speaksOf(target, "Access Denied") || speaksOf(target, "not authorized");
    }

    private static boolean speaksOf(TargetState target, String words) {
        return target.events().stream()
                .map(TargetState.Event::message)
                .anyMatch(message -> message != null && message.contains(words));
    }

    /** The group's compute platform; null where AWS does not say. */
    @CheckForNull
    ComputePlatform platform(String application, String group) {
        DeploymentGroupInfo info = reads().getDeploymentGroup(
                        r -> r.applicationName(application).deploymentGroupName(group))
                .deploymentGroupInfo();
        return info == null ? null : info.computePlatform();
    }

    /** A deployment configuration's compute platform; null where AWS does not say. */
    @CheckForNull
    ComputePlatform configPlatform(String config) {
        DeploymentConfigInfo info =
                reads().getDeploymentConfig(r -> r.deploymentConfigName(config)).deploymentConfigInfo();
        return info == null ? null : info.computePlatform();
    }

    /** ARN of the source identity; null where AWS does not say. */
    @CheckForNull
    String sourceArn() {
        return clients.sourceArn(access);
    }

    /** Adds the name that is like one that does not exist. */
    @NonNull
    SetupValues nearest(SetupValues known, RuntimeException e) {
        try {
            return asked(
                    () -> Groups.nearest(reads(), known, clients.usedRegions().besides(access), e));
        } catch (SdkException unanswered) {
            return known;
        }
    }

    @NonNull
    String consoleLink(String deploymentId) {
        return ConsoleLinks.deployment(access.partition(), access.region(), deploymentId);
    }

    @NonNull
    Problem unknown(String deploymentId) {
        return Problem.of(
                Text.of("deploy.noDeployment", deploymentId, access.region(), access.actor()),
                Text.of("deploy.noDeployment.fix"));
    }

    /** The group's newest; empty where we may not look: the lists are asked in any case. */
    private Optional<String> lastAttempted(String application, String group) {
        try {
            return Optional.ofNullable(reads().getDeploymentGroup(
                                    r -> r.applicationName(application).deploymentGroupName(group))
                            .deploymentGroupInfo())
                    .map(DeploymentGroupInfo::lastAttemptedDeployment)
                    .map(LastDeploymentInfo::deploymentId);
        } catch (SdkException e) {
            return Optional.empty();
        }
    }

    private List<String> list(String application, String group, Instant since) {
        return Pages.all(
                from -> reads().listDeployments(r -> r.applicationName(application)
                        .deploymentGroupName(group)
                        .createTimeRange(t -> t.start(since))
                        .nextToken(from)),
                ListDeploymentsResponse::deployments,
                ListDeploymentsResponse::nextToken);
    }

    private static boolean carries(DeploymentInfo info, String nonce) {
        return info.description() != null && info.description().contains(nonce);
    }
}
