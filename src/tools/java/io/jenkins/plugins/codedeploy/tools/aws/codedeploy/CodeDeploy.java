package io.jenkins.plugins.codedeploy.tools.aws.codedeploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.tools.aws.Accounts;
import io.jenkins.plugins.codedeploy.tools.aws.Seed;
import io.jenkins.plugins.codedeploy.tools.aws.SimulatedAws;
import io.jenkins.plugins.codedeploy.tools.aws.http.AwsError;
import io.jenkins.plugins.codedeploy.tools.aws.http.AwsRequest;
import io.jenkins.plugins.codedeploy.tools.aws.http.AwsResponse;
import io.jenkins.plugins.codedeploy.tools.aws.http.Service;
import io.jenkins.plugins.codedeploy.tools.aws.iam.Iam;
import io.jenkins.plugins.codedeploy.tools.aws.s3.ObjectReader;
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
    public static final String DEMO_APPLICATION = "demo";
    public static final String DEMO_FIRST_GROUP = "staging";
    public static final String DEMO_SECOND_GROUP = "production";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, Realm> realms = new TreeMap<>();
    private final Limits limits = new Limits();
    private final Iam iam;
    private final Surroundings surroundings;
    private final Scheduler scheduler;
    private final Path folder;
    private final String region;

    /** Plug it in as {@code codedeploy}. */
    public CodeDeploy(@NonNull SimulatedAws aws) {
        this(aws, aws.objects());
    }

    /** @param objects where instances read from instead of S3 */
    CodeDeploy(@NonNull SimulatedAws aws, @NonNull ObjectReader objects) {
        iam = aws.iam();
        surroundings = new AwsSurroundings(aws.iam(), objects);
        scheduler = new Scheduler(aws.pace());
        folder = aws.folder().resolve("instances");
        region = aws.region();
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
                        new Arns(account, inRegion), limits, scheduler, surroundings, folder.resolve(account)));
    }

    /** The target account in the region of the simulation. */
    @NonNull
    public Realm target() {
        return realm(Accounts.TARGET, region);
    }

    /**
     * Makes what the demo deploys to in the target account, where real folders stand for instances: application
     * {@value #DEMO_APPLICATION} with the groups {@value #DEMO_FIRST_GROUP} and {@value #DEMO_SECOND_GROUP}.
     */
    @NonNull
    public CodeDeploy plantDemo(@NonNull Seed seed) {
        Application demo = target().application(DEMO_APPLICATION);
        fleet(demo, DEMO_FIRST_GROUP, 1, seed).config("CodeDeployDefault.AllAtOnce");
        fleet(demo, DEMO_SECOND_GROUP, 3, seed)
                .config("CodeDeployDefault.OneAtATime")
                .autoRollback("DEPLOYMENT_FAILURE");
        return this;
    }

    /** Selected by a tag, as usual. */
    private static Group fleet(Application application, String name, int size, Seed seed) {
        Group group = application.group(name, seed.serviceRoleArn()).instances(size, seed.instanceRoleArn());
        for (int i = 0; i < size; i++) {
            group.host(i).tag("Fleet", name);
        }
        return group.select("Fleet", name);
    }

    @NonNull
    public Limits limits() {
        return limits;
    }

    /** Every deployment of every realm since the start, those of a realm in the order of their creation. */
    @NonNull
    public List<DeploymentRecord> deployments() {
        List<Realm> all;
        synchronized (this) {
            all = List.copyOf(realms.values());
        }
        Stream<DeploymentRecord> records = all.stream().flatMap(realm -> realm.deployments().stream());
        return records.toList();
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
