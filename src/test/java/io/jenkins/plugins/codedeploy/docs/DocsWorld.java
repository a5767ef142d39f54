package io.jenkins.plugins.codedeploy.docs;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.codedeploy.DeployWorld;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetAccounts;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.Seed;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Application;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.ComputePlatform;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Realm;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the documentation takes for granted: two accounts, two regions, applications and target accounts. */
final class DocsWorld implements AutoCloseable {
    static final String FAR = "us-east-1";
    private static final String FAR_BUCKET = "revisions-us-east-1-111111111111";
    private static final String ENDPOINT = "aws.endpointUrl";
    private static final Set<String> OVER = Set.of("Succeeded", "Failed", "Stopped");

    final DeployWorld world;

    DocsWorld() throws Exception {
        world = new DeployWorld();
        // for jobs that name no target account, and so no endpoint
        System.setProperty(ENDPOINT, world.aws.endpoint().toString());
        Seed seed = world.aws.seed();
        var iam = world.aws.iam();
        String user = "arn:aws:iam::" + Accounts.SOURCE + ":user/jenkins";
        // a development account that deploys to itself
        iam.attach(user, "AWSCodeDeployFullAccess");
        iam.putPolicy(user, "Far", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
                 "Resource": ["arn:aws:s3:::%1$s", "arn:aws:s3:::%1$s/*"]}]}
                """.formatted(FAR_BUCKET));
        String instances =
                iam.createRole(Accounts.SOURCE, "CodeDeploy-Instances", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                 "Action": "sts:AssumeRole"}]}
                """).arn();
        iam.attach(instances, "AmazonS3ReadOnlyAccess");
        world.aws.s3().createBucket(FAR_BUCKET, Accounts.SOURCE, FAR);
        world.aws.s3().putPolicy(FAR_BUCKET, Seed.readableBy(FAR_BUCKET, seed.instanceRoleArn()));

        String region = world.aws.region();
        web(world.codeDeploy.realm(Accounts.SOURCE, region), instances);
        web(world.codeDeploy.realm(Accounts.TARGET, FAR), seed.instanceRoleArn());
        Application shop = web(world.codeDeploy.target(), seed.instanceRoleArn());
        shop.group("web-blue-green", seed.serviceRoleArn())
                .instances(1, seed.instanceRoleArn())
                .blueGreen(Duration.ofMinutes(30), Duration.ofMinutes(2));
        world.codeDeploy
                .target()
                .application("orders", ComputePlatform.Lambda)
                .group("live", seed.serviceRoleArn())
                .config("CodeDeployDefault.LambdaCanary10Percent5Minutes");
        world.codeDeploy.target().application("storefront", ComputePlatform.ECS).group("web", seed.serviceRoleArn());
    }

    private Application web(Realm realm, String instanceRole) {
        Application shop = realm.application("shop");
        shop.group("web", world.aws.seed().serviceRoleArn())
                .instances(1, instanceRole)
                .select("Name", "shop-web");
        return shop;
    }

    /** Anew after configuration as code has replaced it. */
    void configure() throws Exception {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getCredentials().clear();
        store.getCredentials()
                .add(new AWSCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "aws-development",
                        world.aws.seed().jenkins().accessKeyId(),
                        world.secretKey(),
                        ""));
        store.save();
        TargetAccount development = target("development", world.aws.region(), "revisions-" + Accounts.SOURCE);
        TargetAccount production = target("production", world.aws.region(), "revisions-" + Accounts.SOURCE);
        TargetAccount far = target("production-us", FAR, FAR_BUCKET);
        for (TargetAccount account : List.of(production, far)) {
            account.setRoleArn(world.aws.seed().roleArn());
            account.setExternalId(world.aws.seed().externalId());
        }
        TargetAccounts.get().setTargets(List.of(development, production, far));
    }

    private TargetAccount target(String name, String region, String bucket) {
        String endpoint = world.aws.endpoint().toString();
        TargetAccount target = new TargetAccount(name);
        target.setCredentialsId("aws-development");
        target.setRegion(region);
        target.setBucket(bucket);
        target.setCodedeployEndpoint(endpoint);
        target.setS3Endpoint(endpoint);
        target.setStsEndpoint(endpoint);
        return target;
    }

    /** The next one finds no group busy. */
    void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!world.deployments().stream().allMatch(d -> OVER.contains(d.status()))) {
            if (System.nanoTime() > end) {
                throw new AssertionError(world.deployments().stream()
                        .filter(d -> !OVER.contains(d.status()))
                        .map(d -> d.application() + " " + d.group() + " " + d.status())
                        .toList());
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() throws Exception {
        System.clearProperty(ENDPOINT);
        world.close();
    }
}
