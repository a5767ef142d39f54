package io.jenkins.plugins.codedeploy.engine.preflight;

import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.BUCKET;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.ROLE;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.USER;

import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.Behavior;
import io.jenkins.plugins.codedeploy.simulator.codedeploy.ComputePlatform;
import io.jenkins.plugins.codedeploy.simulator.http.AwsError;
import io.jenkins.plugins.codedeploy.simulator.http.Fault;
import io.jenkins.plugins.codedeploy.simulator.http.Faults;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Failures whose explanation is easily wrong: what it must say first, and what it must not say. */
final class Explanations {
    private static final String DENY_TRUST = "must name the source identity";

    private static final String DENY_ALL =
            "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"%s\": \"%s\"}}";
    private static final String ECS_APP_SPEC = """
            version: 0.0
            Resources:
              - TargetService:
                  Type: AWS::ECS::Service
                  Properties:
                    TaskDefinition: "arn:aws:ecs:eu-central-1:222222222222:task-definition/web:7"
                    LoadBalancerInfo:
                      ContainerName: web
                      ContainerPort: 8080
            """;

    private Explanations() {}

    /**
     * @param first code of the first cause; where there is no guidance, of the summary
     * @param fixable whether one of the printed fixes makes the run pass
     * @param never fragments that must not be printed
     */
    record Explanation(
            String name,
            Misconfiguration.World world,
            Misconfiguration.Seed seed,
            String first,
            boolean fixable,
            List<String> never) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Explanation of(
            String name, Misconfiguration.Seed seed, String first, boolean fixable, String... never) {
        return new Explanation(name, BuiltAccounts::bucketInSource, seed, first, fixable, List.of(never));
    }

    static List<Explanation> all() {
        return Stream.of(assuming(), bucket(), names(), running())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Explanation> assuming() {
        return List.of(
                of(
                        "the caller's policy names the role without its path",
                        a -> a.settings.roleArn = ROLE.replace("role/", "role/cicd/"),
                        "diagnosis.given",
                        true),
                of(
                        "the trust policy requires MFA",
                        a -> trust(a, "\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}"),
                        "diagnosis.given",
                        true),
                of(
                        "the trust policy requires a session name",
                        a -> trust(a, "\"StringLike\": {\"sts:RoleSessionName\": \"release-*\"}"),
                        "diagnosis.given",
                        false),
                of(
                        "the external ID is forgotten",
                        a -> a.settings.externalId = null,
                        "diagnosis.noExternalId",
                        true,
                        "Add this statement to the trust policy"),
                of(
                        "the role ARN is forgotten",
                        a -> a.settings.roleArn = null,
                        "diagnosis.noRoleGiven",
                        true,
                        "TARGET_ACCOUNT"),
                of(
                        "the trust policy requires a source identity",
                        a -> trust(a, "\"StringLike\": {\"sts:SourceIdentity\": \"release-*\"}"),
                        "diagnosis.given",
                        false,
                        "does not name",
                        "No policy of"),
                of(
                        "a date in the trust policy has passed",
                        a -> trust(a, "\"DateLessThan\": {\"aws:CurrentTime\": \"2020-01-01T00:00:00Z\"}"),
                        "diagnosis.given",
                        false,
                        "does not name",
                        "No policy of"),
                of(
                        "the trust policy requires an organization",
                        a -> trust(a, "\"StringLike\": {\"aws:PrincipalOrgID\": \"o-a1b2c3d4e5\"}"),
                        "diagnosis.given",
                        false,
                        "does not name",
                        "No policy of"),
                of(
                        "a service control policy denies the Region",
                        a -> a.aws.iam()
                                .organization()
                                .serviceControl(
                                        Accounts.TARGET,
                                        "Regions",
                                        DENY_ALL.formatted(
                                                "NotAction\": [\"iam:*\", \"s3:*\", \"sts:*\"], \"Resource", "*")),
                        "diagnosis.organization.deny",
                        false,
                        DENY_TRUST,
                        "trust policy",
                        "Attach",
                        "step"),
                of(
                        "a service control policy denies",
                        a -> assumeRefused(a, "with an explicit deny in a service control policy"),
                        "diagnosis.organization.deny",
                        false,
                        DENY_TRUST,
                        "trust policy",
                        "Attach"),
                of(
                        "a resource control policy does not allow",
                        a -> assumeRefused(a, "because no resource control policy allows the sts:AssumeRole action"),
                        "diagnosis.organization",
                        false,
                        DENY_TRUST,
                        "Attach"),
                of(
                        "a VPC endpoint's policy does not allow",
                        a -> assumeRefused(a, "because no VPC endpoint policy allows the sts:AssumeRole action"),
                        "diagnosis.endpoint",
                        false,
                        DENY_TRUST,
                        "Attach"),
                of(
                        "STS is not activated in the Region",
                        a -> refused(
                                a,
                                "sts",
                                "RegionDisabledException",
                                "STS is not activated in this region for account:111111111111."),
                        "diagnosis.stsRegion",
                        false,
                        DENY_TRUST,
                        "trust policy"),
                of(
                        "the secret key is wrong",
                        a -> a.settings.credentials = StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(a.accessKeyId(), "x".repeat(40))),
                        "aws.credential.secret",
                        false,
                        "trust policy",
                        "bucket",
                        "step"),
                of(
                        "the access key is unknown",
                        a -> a.aws.iam().delete(USER),
                        "aws.credential.unknown",
                        false,
                        "trust policy",
                        "bucket",
                        "step"),
                of(
                        "the session token has expired",
                        a -> refused(
                                a,
                                "sts",
                                "ExpiredTokenException",
                                "The security token included in the request is expired"),
                        "aws.credential.expired",
                        false,
                        "trust policy",
                        "bucket",
                        "step"));
    }

    private static List<Explanation> bucket() {
        return List.of(
                new Explanation(
                        "uploads must request encryption with KMS",
                        BuiltAccounts::encrypted,
                        a -> deny(a, "\"StringNotEquals\": {\"s3:x-amz-server-side-encryption\": \"aws:kms\"}"),
                        "diagnosis.condition.encryption",
                        true,
                        List.of("Allow s3:PutObject")),
                of(
                        "the bucket policy denies all principals but some",
                        a -> a.aws.s3().putPolicy(BUCKET, Policies.with(a.document(Kind.BUCKET_POLICY), """
                                {"Sid": "Admins", "Effect": "Deny", "Action": "s3:PutObject",
                                 "NotPrincipal": {"AWS": "arn:aws:iam::111111111111:root"},
                                 "Resource": "arn:aws:s3:::acme-revisions/*"}""")),
                        "diagnosis.condition.principal",
                        true,
                        "https://",
                        "Allow s3:PutObject"),
                new Explanation(
                        "the KMS key is pending deletion",
                        BuiltAccounts::encrypted,
                        a -> a.keys.get(a.keyArn()).pendingDeletion(true),
                        "diagnosis.keyDeleted",
                        true,
                        List.of("There is no KMS key")),
                of(
                        "the revision is archived",
                        a -> a.aws.faults()
                                .next(
                                        "s3",
                                        "GetObject",
                                        50,
                                        Fault.error(
                                                403,
                                                "InvalidObjectState",
                                                "The operation is not valid for the object's storage class")),
                        "deploy.revision.archived",
                        false,
                        "Access Denied"),
                of(
                        "a stranger's bucket that lets everybody in",
                        a -> {
                            a.aws.s3().createBucket("strangers-333333333333", "333333333333", a.aws.region());
                            a.aws.s3()
                                    .putPolicy(
                                            "strangers-333333333333",
                                            "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\","
                                                    + " \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\":"
                                                    + " [\"arn:aws:s3:::strangers-333333333333\","
                                                    + " \"arn:aws:s3:::strangers-333333333333/*\"]}]}");
                            a.settings.bucket = "strangers-333333333333";
                        },
                        "diagnosis.bucketName",
                        false,
                        "leave"),
                of(
                        "uploads must come from a network",
                        a -> deny(a, "\"StringNotEquals\": {\"aws:SourceIp\": \"203.0.113.7\"}"),
                        "diagnosis.condition.address",
                        true,
                        "Allow s3:PutObject"),
                of(
                        "uploads must come through a VPC endpoint",
                        a -> deny(a, "\"StringNotEquals\": {\"aws:SourceVpce\": \"vpce-0a1b2c3d\"}"),
                        "diagnosis.condition.vpc",
                        true,
                        "Allow s3:PutObject"),
                of(
                        "uploads must come from the organization",
                        a -> deny(a, "\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-a1b2c3d4e5\"}"),
                        "diagnosis.condition.organization",
                        true,
                        "Allow s3:PutObject"),
                of(
                        "uploads must have MFA",
                        a -> deny(a, "\"BoolIfExists\": {\"aws:MultiFactorAuthPresent\": \"false\"}"),
                        "diagnosis.condition.mfa",
                        true,
                        "Allow s3:PutObject"),
                of(
                        "uploads need a principal tag",
                        a -> deny(a, "\"StringNotEquals\": {\"aws:PrincipalTag/team\": \"release\"}"),
                        "diagnosis.condition.tags",
                        true,
                        "Allow s3:PutObject"),
                of(
                        "uploads are denied outside of one prefix",
                        a -> {
                            a.aws.iam()
                                    .putPolicy(
                                            USER, "Releases", Policies.allow("s3:*", "arn:aws:s3:::acme-revisions*"));
                            a.aws.s3().putPolicy(BUCKET, Policies.with(a.document(Kind.BUCKET_POLICY), """
                                {"Sid": "OnlyReleases", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
                                 "NotResource": "arn:aws:s3:::acme-revisions/releases/*"},
                                {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:role/apps/AppServers"},
                                 "Action": "s3:GetObject*", "Resource": "arn:aws:s3:::acme-revisions/releases/*"}"""));
                            a.aws.iam()
                                    .putPolicy(
                                            BuiltAccounts.INSTANCES,
                                            "Releases",
                                            Policies.allow("s3:GetObject*", "arn:aws:s3:::acme-revisions/*"));
                        },
                        "diagnosis.condition.resource",
                        true,
                        "Allow s3:PutObject"),
                of(
                        "the instances' role has lost its policy",
                        a -> a.aws.iam().deletePolicy(BuiltAccounts.INSTANCES, "Setup"),
                        "diagnosis.identity.check",
                        true,
                        "Add this statement to the bucket policy"),
                of(
                        "downloads must come from the organization",
                        a -> a.aws.s3().putPolicy(BUCKET, Policies.with(a.document(Kind.BUCKET_POLICY), """
                                {"Sid": "OurOrganization", "Effect": "Deny", "Principal": "*",
                                 "Action": "s3:GetObject*", "Resource": "arn:aws:s3:::acme-revisions/*",
                                 "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}""")),
                        "diagnosis.condition.organization",
                        true,
                        "Allow s3:GetObject",
                        "Add this statement to the bucket policy"),
                of(
                        "a resource control policy denies downloads",
                        a -> a.aws.iam()
                                .organization()
                                .resourceControl(
                                        Accounts.SOURCE,
                                        "Perimeter",
                                        DENY_ALL.formatted(
                                                "Principal\": \"*\", \"Action\": \"s3:GetObject*\", "
                                                        + "\"Condition\": {\"StringNotEquals\": {\"aws:PrincipalAccount\": \""
                                                        + Accounts.SOURCE + "\"}}, \"Resource",
                                                "*")),
                        "diagnosis.identity.check",
                        false,
                        "No policy of",
                        "does not allow"),
                of(
                        "the revision's key is misspelt",
                        a -> a.settings.revision = "s3://" + BUCKET + "/CodeDeploy/shop/nothere.zip",
                        "deploy.revision.missing.unlisted",
                        false,
                        "step"),
                of(
                        "the revision has no such version",
                        a -> a.settings.revision = "s3://" + BUCKET + "/CodeDeploy/shop/nothere.zip?versionId=abc",
                        "deploy.revision.missing.version",
                        false,
                        "step"),
                of(
                        "the ETag is not the object's",
                        a -> a.settings.eTag = "0123456789abcdef0123456789abcdef",
                        "deploy.revision.fix",
                        true,
                        "out of",
                        "Leave"));
    }

    private static List<Explanation> names() {
        return List.of(
                of(
                        "the group is in another Region, and one of a similar name is here",
                        a -> {
                            a.codeDeploy.target().application("shop").group("prod-us", BuiltAccounts.SERVICE);
                            a.aws.iam().putPolicy(ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
                            a.settings.group = "prod-eu";
                        },
                        "diagnosis.noGroup",
                        false,
                        "Set deploymentGroup",
                        "null"),
                of(
                        "the application's name is misspelt",
                        a -> {
                            a.aws.iam().putPolicy(ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
                            a.settings.application = "shoop";
                        },
                        "diagnosis.noApplication",
                        true,
                        "Set application"),
                of(
                        "the configuration is for Lambda",
                        a -> a.settings.deploymentConfig = "CodeDeployDefault.LambdaAllAtOnce",
                        "deploy.configPlatform",
                        false,
                        "step"),
                of(
                        "the AppSpec is for ECS, the group for instances",
                        a -> a.settings.appSpec = ECS_APP_SPEC,
                        "deploy.takesNoAppSpec",
                        false,
                        "step"),
                of(
                        "the AppSpec is for ECS, the group for Lambda",
                        a -> {
                            a.codeDeploy
                                    .target()
                                    .application("functions", ComputePlatform.Lambda)
                                    .group("thumbnails", BuiltAccounts.SERVICE);
                            a.aws.iam().putPolicy(ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
                            a.settings.application = "functions";
                            a.settings.group = "thumbnails";
                            a.settings.appSpec = ECS_APP_SPEC;
                        },
                        "deploy.appSpecPlatform",
                        false,
                        "step"),
                of(
                        "a given revision is an archive, the group for Lambda",
                        a -> {
                            a.codeDeploy
                                    .target()
                                    .application("functions", ComputePlatform.Lambda)
                                    .group("thumbnails", BuiltAccounts.SERVICE);
                            a.aws.iam().putPolicy(ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
                            a.settings.application = "functions";
                            a.settings.group = "thumbnails";
                        },
                        "deploy.takesNoBundle",
                        false,
                        "step"),
                of(
                        "the group is for ECS",
                        a -> {
                            a.codeDeploy
                                    .target()
                                    .application("services", ComputePlatform.ECS)
                                    .group("web", BuiltAccounts.SERVICE);
                            a.aws.iam().putPolicy(ROLE, "Setup", Policies.allow("codedeploy:*", "*"));
                            a.settings.application = "services";
                            a.settings.group = "web";
                        },
                        "deploy.takesNoBundle",
                        false,
                        "step"));
    }

    private static List<Explanation> running() {
        return List.of(
                of(
                        "the stop script of the previous revision fails",
                        a -> a.host.on(
                                "ApplicationStop", Behavior.failScript("ApplicationStop", "scripts/stop.sh", "no")),
                        "diagnosis.previousRevision",
                        true,
                        "step"),
                of(
                        "a script of the revision fails",
                        a -> a.host.on("AfterInstall", Behavior.failScript("AfterInstall", "scripts/after.sh", "no")),
                        "diagnosis.script",
                        false,
                        "step",
                        "previous revision"),
                of(
                        "the instance has one of two tags",
                        a -> a.production.selectAll(Map.of("Role", "shop", "Stage", "production")),
                        "diagnosis.noInstances",
                        true),
                of(
                        "one operation answers HTTP 500",
                        a -> a.aws.faults().next("codedeploy", "CreateDeployment", 50, Fault.foreign(500)),
                        "aws.serverError",
                        false,
                        "could not be reached",
                        "cannot be reached"));
    }

    private static void deny(BuiltAccounts a, String condition) throws AwsError {
        a.aws.s3().putPolicy(BUCKET, Policies.with(a.document(Kind.BUCKET_POLICY), """
                {"Sid": "Guard", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
                 "Resource": "arn:aws:s3:::acme-revisions/*", "Condition": {%s}}""".formatted(condition)));
    }

    private static void trust(BuiltAccounts a, String condition) throws AwsError {
        a.aws.iam()
                .trust(
                        ROLE,
                        a.document(Kind.TRUST_POLICY)
                                .replace("\"Condition\": {", "\"Condition\": {" + condition + ", "));
    }

    private static void assumeRefused(BuiltAccounts a, String why) {
        refused(
                a,
                "sts",
                "AccessDenied",
                "User: " + USER + " is not authorized to perform: sts:AssumeRole on resource: " + ROLE + " " + why);
    }

    private static void refused(BuiltAccounts a, String service, String code, String message) {
        a.aws.faults().next(service, Faults.ANY, 50, Fault.error(403, code, message));
    }
}
