package io.jenkins.plugins.codedeploy.engine.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.codedeploy.cli.runtime.EngineRuntime;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.Language;
import io.jenkins.plugins.codedeploy.engine.Problem;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentFlag;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentNarrator;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentOptions;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentPolicy;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentRequest;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.deploy.Nonce;
import io.jenkins.plugins.codedeploy.engine.deploy.Outcome;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues;
import io.jenkins.plugins.codedeploy.engine.facts.SetupValues.Field;
import io.jenkins.plugins.codedeploy.engine.journal.Journal;
import io.jenkins.plugins.codedeploy.engine.revision.AppSpecRevision;
import io.jenkins.plugins.codedeploy.engine.revision.Revision;
import io.jenkins.plugins.codedeploy.engine.revision.S3Revision;
import io.jenkins.plugins.codedeploy.engine.send.LocalRevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.send.PartSender;
import io.jenkins.plugins.codedeploy.engine.setup.Setup;
import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument;
import io.jenkins.plugins.codedeploy.engine.setup.Templates;
import io.jenkins.plugins.codedeploy.engine.upload.AccountClients;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import io.jenkins.plugins.codedeploy.engine.upload.ObjectNaming;
import io.jenkins.plugins.codedeploy.engine.upload.Push;
import io.jenkins.plugins.codedeploy.engine.upload.PushListener;
import io.jenkins.plugins.codedeploy.engine.upload.PushRecord;
import io.jenkins.plugins.codedeploy.engine.upload.PushRequest;
import io.jenkins.plugins.codedeploy.engine.upload.UploadJournal;
import io.jenkins.plugins.codedeploy.engine.upload.Uploader;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.SimulationSpeed;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.CodeDeploy;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Group;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Host;
import io.jenkins.plugins.codedeploy.simulator.http.Credential;
import io.jenkins.plugins.codedeploy.simulator.kms.Kms;
import io.jenkins.plugins.codedeploy.simulator.kms.KmsKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Two simulated accounts whose every policy is one that the setup generated, as documents or in its templates. */
final class BuiltAccounts implements AutoCloseable {
    static final String USER = "arn:aws:iam::" + Accounts.SOURCE + ":user/builder";
    static final String ROLE = "arn:aws:iam::" + Accounts.TARGET + ":role/teams/ci/Deployer";
    static final String INSTANCES = "arn:aws:iam::" + Accounts.TARGET + ":role/apps/AppServers";
    static final String SERVICE = "arn:aws:iam::" + Accounts.TARGET + ":role/CodeDeployService";
    static final String BUCKET = "acme-revisions";
    static final String EXTERNAL_ID = "acme-7f3a";
    private static final double FASTER = 300;

    private final CodeDeploy[] service = new CodeDeploy[1];
    private final Path workspace;
    private final EngineRuntime runtime;
    /** What the builds have told on their way. */
    final List<String> narrated = new CopyOnWriteArrayList<>();

    private int builds;
    private Credential key;
    private final Credential sourceAdmin;
    private final Credential targetAdmin;

    final SimulatedAws aws;
    final CodeDeploy codeDeploy;
    final Group production;
    final Host host;
    final Settings settings = new Settings();
    /** What {@code roleArn} ought to be. */
    String role = ROLE;

    final Map<String, KmsKey> keys = new HashMap<>();
    final Map<String, String> keyPolicies = new HashMap<>();
    final Map<String, String> boundaries = new HashMap<>();

    /** @param parameters of the templates, for stacks; null: from the documents */
    private BuiltAccounts(
            Path folder, BucketOwner owner, boolean encrypted, @CheckForNull Map<String, String> parameters)
            throws Exception {
        aws = SimulatedAws.builder()
                .pace(SimulationSpeed.times(FASTER))
                .plug("codedeploy", a -> service[0] = new CodeDeploy(a))
                .start();
        codeDeploy = service[0];
        settings.roleArn = ROLE;
        settings.externalId = EXTERNAL_ID;
        settings.region = aws.region();
        settings.bucket = BUCKET;
        settings.bucketRegion = aws.region();
        settings.bucketOwner = owner;
        settings.instanceRole = INSTANCES;
        sourceAdmin = admin(Accounts.SOURCE);
        targetAdmin = admin(Accounts.TARGET);
        String account = owner == BucketOwner.SOURCE ? Accounts.SOURCE : Accounts.TARGET;
        aws.iam().createUser(Accounts.SOURCE, "builder");
        key = aws.iam().createAccessKey(USER);
        EngineTimes times = EngineTimes.DEFAULTS.faster(FASTER);
        runtime = new EngineRuntime(times.with(times.watch().with(Duration.ofSeconds(20))), Duration.ofSeconds(15));
        aws.iam().createRole(Accounts.TARGET, name(INSTANCES), trust("ec2.amazonaws.com"));
        aws.iam().createRole(Accounts.TARGET, "CodeDeployService", trust("codedeploy.amazonaws.com"));
        aws.iam().attach(SERVICE, "AWSCodeDeployRole");
        SetupValues values = values(owner);
        if (encrypted) {
            KmsKey made = aws.kms().createKey(account, aws.region(), Kms.defaultPolicy(account));
            keys.put(made.arn(), made);
            values = values.with(Field.KMS_KEY, made.arn());
        }
        if (parameters == null) {
            build(values, account);
        } else {
            if (!parameters.containsKey("CreateBucket")) {
                aws.s3().createBucket(BUCKET, account, aws.region());
            }
            stack(values, parameters);
        }
        Group fleet = codeDeploy.target().application("shop").group("fleet", SERVICE);
        host = fleet.instances(1, INSTANCES).host(0).tag("Role", "shop");
        production = codeDeploy
                .target()
                .application("shop")
                .group("production", SERVICE)
                .select("Role", "shop");
        workspace = Files.createDirectory(folder.resolve("workspace-" + UUID.randomUUID()));
    }

    /** With its path. */
    static String name(String role) {
        return role.substring(role.indexOf(":role/") + ":role/".length());
    }

    private void build(SetupValues values, String bucketAccount) throws Exception {
        aws.s3().createBucket(BUCKET, bucketAccount, aws.region());
        if (values.has(Field.KMS_KEY)) {
            aws.s3().bucket(BUCKET).encryptByKms(values.get(Field.KMS_KEY));
        }
        for (SetupDocument document : Setup.documents(values)) {
            put(document);
        }
    }

    /** A key's policy is in no template: CloudFormation changes only keys that it made. */
    private void stack(SetupValues values, Map<String, String> parameters) throws Exception {
        for (SetupDocument document : Setup.documents(values)) {
            if (document.kind() == SetupDocument.Kind.KEY_POLICY) {
                put(document);
            }
        }
        String source = Templates.source(values);
        String target = Templates.target(values);
        new Stack(aws, Accounts.SOURCE, this::s3, of(parameters, source)).create(source);
        new Stack(aws, Accounts.TARGET, this::s3, of(parameters, target)).create(target);
    }

    /** Those that a template asks for. */
    private static Map<String, String> of(Map<String, String> parameters, String template) {
        return parameters.entrySet().stream()
                .filter(p -> template.contains("\"" + p.getKey() + "\": {\n      \"Type\""))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static BuiltAccounts bucketInSource(Path folder) throws Exception {
        return new BuiltAccounts(folder, BucketOwner.SOURCE, false, null);
    }

    static BuiltAccounts bucketInTarget(Path folder) throws Exception {
        return new BuiltAccounts(folder, BucketOwner.TARGET, false, null);
    }

    static BuiltAccounts encrypted(Path folder) throws Exception {
        return new BuiltAccounts(folder, BucketOwner.SOURCE, true, null);
    }

    /** From the two CloudFormation templates. */
    static BuiltAccounts stacks(Path folder, BucketOwner owner, boolean encrypted, Map<String, String> parameters)
            throws Exception {
        return new BuiltAccounts(folder, owner, encrypted, parameters);
    }

    private SetupValues values(BucketOwner owner) {
        return SetupValues.of("aws", aws.region())
                .with(Field.SOURCE, USER)
                .with(Field.ROLE, ROLE)
                .with(Field.EXTERNAL_ID, EXTERNAL_ID)
                .with(Field.APPLICATION, "shop")
                .with(Field.GROUP, "production")
                .with(Field.BUCKET, BUCKET)
                .with(Field.BUCKET_REGION, aws.region())
                .with(Field.KEY_PREFIX, "CodeDeploy/shop")
                .with(Field.INSTANCE_ROLE, INSTANCES)
                .withBucketInTarget(owner == BucketOwner.TARGET);
    }

    private void put(SetupDocument document) throws Exception {
        String json = document.json();
        switch (document.kind()) {
            case BUCKET_POLICY -> aws.s3().putPolicy(BUCKET, json);
            case LIFECYCLE -> {
                // S3 takes it as XML from SDKs; the document's form is AWS's command line's
                JsonNode rule = document.document().at("/Rules/0");
                Stack.lifecycle(
                        s3(BUCKET),
                        BUCKET,
                        rule.path("ID").asText(),
                        rule.path("Status").asText(),
                        rule.at("/Filter/Prefix").asText(),
                        rule.at("/AbortIncompleteMultipartUpload/DaysAfterInitiation")
                                .asInt());
            }
            case KEY_POLICY -> keyPolicy(document.resource(), json);
            case INSTANCE_ROLE_POLICY -> aws.iam().putPolicy(INSTANCES, "Setup", json);
            case TRUST_POLICY -> aws.iam().createRole(Accounts.TARGET, name(ROLE), json);
            case ROLE_POLICY -> aws.iam().putPolicy(ROLE, "Setup", json);
            case SOURCE_POLICY -> aws.iam().putPolicy(USER, "Setup", json);
        }
    }

    void keyPolicy(String arn, String json) throws Exception {
        if (!keys.containsKey(arn)) {
            throw new UnsupportedOperationException("The policy of an AWS managed key cannot be changed.");
        }
        aws.kms().policy(keys.get(arn), json);
        keyPolicies.put(arn, json);
    }

    /** The same name, but to AWS another user. */
    void recreateUser(String policy) throws Exception {
        aws.iam().delete(USER);
        aws.iam().createUser(Accounts.SOURCE, "builder");
        aws.iam().putPolicy(USER, "Setup", policy);
        key = aws.iam().createAccessKey(USER);
    }

    /** What the setup gives a kind of document. */
    String document(SetupDocument.Kind kind) {
        SetupValues values = values(settings.bucketOwner);
        return Setup.documents(keys.isEmpty() ? values : values.with(Field.KMS_KEY, keyArn())).stream()
                .filter(d -> d.kind() == kind)
                .findFirst()
                .orElseThrow()
                .json();
    }

    String keyArn() {
        return keys.keySet().iterator().next();
    }

    void boundary(String arn, String json) throws Exception {
        aws.iam().boundary(arn, json);
        boundaries.put(arn, json);
    }

    static String trust(String service) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}
                """.formatted(service);
    }

    String secret() {
        return key.secretAccessKey();
    }

    String accessKeyId() {
        return key.accessKeyId();
    }

    /** Of all objects in a bucket. */
    List<String> keys(String bucket) {
        return s3(bucket).listObjectsV2(r -> r.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private Credential admin(String account) throws Exception {
        String arn = aws.iam().createUser(account, "administrator").arn();
        aws.iam().attach(arn, "AdministratorAccess");
        return aws.iam().createAccessKey(arn);
    }

    /** As an administrator of the account that owns the bucket. */
    S3Client s3(String bucket) {
        boolean inTarget = settings.bucketOwner == BucketOwner.TARGET;
        try {
            inTarget = aws.s3().bucket(bucket).accountId().equals(Accounts.TARGET);
        } catch (Exception e) {
            // about to be made
        }
        return runtime.clients().s3(access(), credentials(inTarget ? targetAdmin : sourceAdmin), settings.region);
    }

    private static StaticCredentialsProvider credentials(Credential credential) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(credential.accessKeyId(), credential.secretAccessKey()));
    }

    TargetAccess access() {
        SourceIdentity source = new SourceIdentity(
                settings.credentials == null ? credentials(key) : settings.credentials,
                "test",
                "credential \"aws-dev\"");
        return TargetAccess.of(
                        source,
                        settings.roleArn == null ? null : RoleArn.parse(settings.roleArn),
                        settings.externalId,
                        settings.region)
                .with(settings.endpoints == null ? AwsEndpoints.all(aws.endpoint()) : settings.endpoints)
                .with(settings.sessionDuration)
                .withInstanceRole(settings.instanceRole);
    }

    BucketTarget bucket() {
        return new BucketTarget(
                settings.bucket,
                settings.bucketRegion,
                settings.bucketOwner,
                settings.expectedOwner,
                settings.kmsKeyId);
    }

    List<CheckResult> preflight() throws InterruptedException {
        return preflight(PartProbe.local());
    }

    List<CheckResult> preflight(PartProbe probe) throws InterruptedException {
        return preflight(probe, Duration.ofMinutes(1));
    }

    List<CheckResult> preflight(PartProbe probe, Duration limit) throws InterruptedException {
        PreflightRequest request = new PreflightRequest(
                access(),
                bucket(),
                settings.keyPrefix,
                settings.application,
                settings.group,
                settings.deploymentConfig,
                settings.triesStop);
        return new Preflight(runtime.clients(), "test").run(request, probe, PreflightListener.SILENT, limit);
    }

    /** The next build: uploads and deploys; null where all went well. */
    Problem build() throws Exception {
        Files.writeString(workspace.resolve("index.html"), "build " + ++builds);
        Files.writeString(workspace.resolve("appspec.yml"), """
                version: 0.0
                os: linux
                file_exists_behavior: %s
                files:
                  - source: /index.html
                    destination: /var/www
                """.formatted(settings.fileExistsBehavior));
        TargetAccess access = access();
        S3Revision revision = new S3Revision("not-yet", "known", "zip", null, null);
        if (settings.appSpec != null) {
            return deployed(access, new AppSpecRevision(settings.appSpec));
        }
        try {
            runtime.engine().checkEarly(access, "test", request(revision), true);
            revision = push(access);
        } catch (EngineException e) {
            return e.problem();
        }
        if (settings.revision != null) {
            revision = S3Revision.parse(settings.revision);
        }
        if (settings.eTag != null) {
            revision = new S3Revision(revision.bucket(), revision.key(), "zip", revision.versionId(), settings.eTag);
        }
        return deployed(access, revision);
    }

    private Problem deployed(TargetAccess access, Revision revision) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        runtime.engine()
                .start(
                        access,
                        "test",
                        request(revision),
                        DeploymentPolicy.DEFAULTS,
                        Nonce.of(UUID.randomUUID().toString()),
                        Journal.inMemory(),
                        new DeploymentNarrator(Language.ENGLISH, narrated::add),
                        outcome::complete);
        Outcome end = outcome.get(10, TimeUnit.MINUTES);
        new DeploymentNarrator(Language.ENGLISH, narrated::add).failures(end);
        return end.kind().isGood() ? null : end.problem();
    }

    private DeploymentRequest request(Revision revision) {
        return new DeploymentRequest(
                settings.application,
                settings.group,
                revision,
                DeploymentOptions.builder()
                        .deploymentConfig(settings.deploymentConfig)
                        .flags(
                                settings.ignoreStopFailures
                                        ? Set.of(DeploymentFlag.IGNORE_APPLICATION_STOP_FAILURES)
                                        : Set.of())
                        .build());
    }

    private S3Revision push(TargetAccess access) throws Exception {
        RoleSession session = runtime.clients()
                .session(access, "test", SessionPolicy.uploader(access, bucket().bucket(), "*", bucket().kmsKeyId()));
        try (AccountClients clients = new AccountClients(runtime.clients(), access, session, bucket())) {
            Push push = new Push(
                    new Uploader(clients, bucket(), UploadJournal.NONE),
                    new LocalRevisionHost(new LocalSourceHost(), new PartSender()),
                    (host, source, survey) -> Set.of(),
                    PushRecord.NONE);
            SourceSpec source = new SourceSpec(workspace.toString(), List.of(), List.of(), null, Symlinks.FOLLOW);
            ObjectNaming naming = ObjectNaming.of("shop", settings.keyPrefix, null);
            return push.run(new PushRequest(source, naming, null, null), PushListener.SILENT)
                    .revision();
        }
    }

    @Override
    public void close() throws IOException {
        runtime.close();
        aws.close();
    }
}
