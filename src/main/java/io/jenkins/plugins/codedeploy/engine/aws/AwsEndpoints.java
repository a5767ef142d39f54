package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where AWS is reached when it is not where the region says: interface endpoints of a VPC, FIPS, dual-stack, an
 * emulator. Null means the region's own endpoint.
 *
 * @param stsRegion the region whose STS is asked; null means the deployment's
 */
public record AwsEndpoints(
        @CheckForNull URI sts,
        @CheckForNull URI s3,
        @CheckForNull URI codedeploy,
        @CheckForNull String stsRegion) {

    public static final AwsEndpoints REGIONAL = new AwsEndpoints(null, null, null, null);

    /** One address for every service, as emulators have it. */
    @NonNull
    public static AwsEndpoints all(@NonNull URI endpoint) {
        return new AwsEndpoints(endpoint, endpoint, endpoint, null);
    }

    /** @throws InvalidInputException when the value is neither blank nor an absolute http(s) address of a host */
    @CheckForNull
    public static URI parse(String field, @CheckForNull String value) {
        String given = Inputs.optional(field, value);
        if (given == null) {
            return null;
        }
        try {
            URI uri = new URI(given);
            if (("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below, like any other invalid form
        }
        throw new InvalidInputException(field, Text.of("aws.endpoint", given));
    }
}
