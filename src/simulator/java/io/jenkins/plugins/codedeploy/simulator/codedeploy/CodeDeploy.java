package io.jenkins.plugins.codedeploy.simulator.codedeploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.AwsRequest;
import io.jenkins.plugins.codedeploy.simulator.http.AwsResponse;
import io.jenkins.plugins.codedeploy.simulator.http.Service;
import io.jenkins.plugins.codedeploy.simulator.iam.Iam;
import io.jenkins.plugins.codedeploy.simulator.s3.ObjectReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CodeDeploy, API version 2014-10-06. A realm for each account and region; a deployment runs by itself once it is made.
 *
 * @see <a href="https://docs.aws.amazon.com/codedeploy/latest/APIReference/Welcome.html">API reference</a>
 */
public final class CodeDeploy implements Service, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, Realm> realms = new TreeMap<>();
    private final Limits limits = new Limits();
    private final Iam iam;
    private final Neighbors neighbors;
    private final Scheduler scheduler;
    private final Path folder;
    private final String region;
    private final String targetAccount;

    /** Plug it in as {@code codedeploy}. */
    public CodeDeploy(@NonNull Surroundings aws) {
        this(aws, aws.objects());
    }

    /** @param objects where instances read from instead of S3 */
    CodeDeploy(@NonNull Surroundings aws, @NonNull ObjectReader objects) {
        iam = aws.iam();
        neighbors = new AwsNeighbors(aws.iam(), objects);
        scheduler = new Scheduler(aws::real);
        folder = aws.folder().resolve("instances");
        region = aws.region();
        targetAccount = aws.targetAccount();
        ApplicationOperations.addTo(operations);
        RevisionOperations.addTo(operations);
        GroupOperations.addTo(operations);
        DeploymentOperations.addTo(operations);
        TargetOperations.addTo(operations);
    }

    @Override
    public AwsResponse handle(AwsRequest request) throws AwsError, IOException {
        Operation operation = operations.get(request.operation());
        if (operation == null) {
            throw AwsError.badRequest("UnknownOperationException", "");
        }
        JsonNode input;
        try {
            input = JSON.readTree(request.body().bytes());
        } catch (JsonProcessingException e) {
            throw AwsError.badRequest("SerializationException", "The request's body is no JSON object.");
        }
        Realm realm = realm(request.caller().accountId(), request.region());
        synchronized (realm) {
            return AwsResponse.json(
                    operation.answer(new Request(request.operation(), input, realm, request.caller(), iam)));
        }
    }

    /** One account in one region. */
    @NonNull
    public synchronized Realm realm(@NonNull String account, @NonNull String inRegion) {
        return realms.computeIfAbsent(
                account + "/" + inRegion,
                key -> new Realm(
                        new CodeDeployArns(account, inRegion), limits, scheduler, neighbors, folder.resolve(account)));
    }

    /** The target account in the region of the simulation. */
    @NonNull
    public Realm target() {
        return realm(targetAccount, region);
    }

    @NonNull
    public Limits limits() {
        return limits;
    }

    /** Every deployment of every realm since the start, those of a realm in the order of their creation. */
    @NonNull
    public List<DeploymentSummary> deployments() {
        List<Realm> all;
        synchronized (this) {
            all = List.copyOf(realms.values());
        }
        Stream<DeploymentSummary> records = all.stream().flatMap(realm -> realm.deployments().stream());
        return records.toList();
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
