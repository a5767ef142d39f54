package io.jenkins.plugins.codedeploy.engine.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.deploy.EngineTimes;
import io.jenkins.plugins.codedeploy.engine.upload.BucketOwner;
import io.jenkins.plugins.codedeploy.engine.upload.BucketTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** {@code mvn -f engine-build verify -Plive}: real accounts, as {@code docs/simulated-aws.md} describes them. */
@Tag("live")
class LiveContractTest extends Contract {
    private static final String NAME = "CODEDEPLOY_LIVE_";
    private static final List<String> WANTED =
            List.of("REGION", "ROLE_ARN", "BUCKET", "APPLICATION", "DEPLOYMENT_GROUP");

    @Override
    ContractEnvironment ground() {
        List<String> missing = WANTED.stream()
                .filter(name -> value(name) == null)
                .map(name -> NAME + name)
                .toList();
        assumeTrue(missing.isEmpty(), () -> "skipped, as these environment variables are not set: " + missing);
        SourceIdentity source =
                new SourceIdentity(DefaultCredentialsProvider.builder().build(), "live", "the default credentials");
        TargetAccess access = TargetAccess.of(
                source, RoleArn.parse(value("ROLE_ARN")), value("EXTERNAL_ID"), String.valueOf(value("REGION")));
        BucketOwner owner =
                value("BUCKET_OWNER") == null ? BucketOwner.SOURCE : BucketOwner.valueOf(value("BUCKET_OWNER"));
        return new ContractEnvironment(
                access,
                new BucketTarget(value("BUCKET"), access.region(), owner, null, value("KMS_KEY_ID")),
                value("APPLICATION"),
                value("DEPLOYMENT_GROUP"),
                EngineTimes.DEFAULTS,
                Duration.ofMinutes(20));
    }

    private static String value(String name) {
        return Inputs.optional(System.getenv(NAME + name));
    }
}
