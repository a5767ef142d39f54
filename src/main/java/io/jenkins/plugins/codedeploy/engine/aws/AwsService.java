package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URI;
import java.util.Locale;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The AWS services that a deployment calls. */
public enum AwsService {
    STS("STS"),
    S3("S3"),
    CODEDEPLOY("CodeDeploy");

    private final String title;

    AwsService(String title) {
        this.title = title;
    }

    /** Returns the name of the service for messages. */
    @NonNull
    public String title() {
        return title;
    }

    /**
     * Where it is asked: as it was given, else where the region says.
     *
     * @param bucketRegion for S3; null: the deployment's
     */
    @NonNull
    public String endpoint(@NonNull TargetAccess access, @CheckForNull String bucketRegion) {
        URI given = given(access.endpoints());
        if (given != null) {
            return given.toString();
        }
        String region =
                switch (this) {
                    case STS -> access.stsRegion();
                    case S3 -> bucketRegion == null ? access.region() : bucketRegion;
                    case CODEDEPLOY -> access.region();
                };
        return "https://" + metadata().endpointFor(Region.of(region));
    }

    @CheckForNull
    /**
     * Whether an address is one of AWS's own for this service: regional, FIPS, dual-stack, global, or an interface
     * endpoint of a VPC. Hosts that AWS names for its customers, such as load balancers and APIs, are none.
     *
     * @see <a href="https://docs.aws.amazon.com/general/latest/gr/rande.html">Service endpoints</a>
     * @see <a href="https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html">Interface
     *     endpoints</a>
     */
    public boolean isAt(@NonNull URI address) {
        return AwsHosts.isService(name().toLowerCase(Locale.ROOT), address);
    }

    URI given(AwsEndpoints endpoints) {
        return switch (this) {
            case STS -> endpoints.sts();
            case S3 -> endpoints.s3();
            case CODEDEPLOY -> endpoints.codedeploy();
        };
    }

    private ServiceMetadata metadata() {
        return switch (this) {
            case STS -> StsClient.serviceMetadata();
            case S3 -> S3Client.serviceMetadata();
            case CODEDEPLOY -> CodeDeployClient.serviceMetadata();
        };
    }
}
