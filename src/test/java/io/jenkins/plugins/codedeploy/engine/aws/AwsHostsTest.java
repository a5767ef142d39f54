package io.jenkins.plugins.codedeploy.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceEndpointKey;
import software.amazon.awssdk.regions.ServiceMetadata;

/** Which addresses a folder may send the controller to. */
class AwsHostsTest {
    @ParameterizedTest
    @CsvSource({
        "STS, https://sts.eu-central-1.amazonaws.com",
        "STS, https://sts.eu-central-1.amazonaws.com/",
        "STS, https://sts.eu-central-1.amazonaws.com:443",
        "STS, https://sts.amazonaws.com",
        "STS, https://sts-fips.us-east-1.amazonaws.com",
        "STS, https://sts.us-gov-west-1.amazonaws.com",
        "STS, https://sts.cn-north-1.amazonaws.com.cn",
        "STS, https://sts.us-iso-east-1.c2s.ic.gov",
        "STS, https://sts.us-isob-east-1.sc2s.sgov.gov",
        "STS, https://vpce-0a1b2c3d4e5f6a7b8-9c0d1e2f.sts.eu-central-1.vpce.amazonaws.com",
        "STS, https://vpce-0a1b2c3d-9c0d1e2f-us-east-1a.sts-fips.us-east-1.vpce.amazonaws.com",
        "S3, https://s3.eu-central-1.amazonaws.com",
        "S3, https://s3.amazonaws.com",
        "S3, https://s3.dualstack.eu-central-1.amazonaws.com",
        "S3, https://s3-fips.dualstack.us-east-1.amazonaws.com",
        "S3, https://s3.dualstack.cn-north-1.amazonaws.com.cn",
        "S3, https://bucket.vpce-0a1b2c3d-9c0d1e2f.s3.eu-central-1.vpce.amazonaws.com",
        "S3, https://bucket.vpce-0a1b2c3d-9c0d1e2f.s3.cn-north-1.vpce.amazonaws.com.cn",
        "CODEDEPLOY, https://codedeploy.eu-central-1.amazonaws.com",
        "CODEDEPLOY, https://codedeploy-fips.us-gov-west-1.amazonaws.com",
        "CODEDEPLOY, https://codedeploy.eu-central-1.api.aws",
        "CODEDEPLOY, https://codedeploy-fips.us-east-1.api.aws",
        "CODEDEPLOY, https://codedeploy.cn-northwest-1.api.amazonwebservices.com.cn",
        "CODEDEPLOY, https://vpce-0a1b2c3d-9c0d1e2f.codedeploy.eu-central-1.vpce.amazonaws.com",
        "CODEDEPLOY, https://vpce-0a1b2c3d-9c0d1e2f-eu-central-1b.codedeploy.eu-central-1.vpce.amazonaws.com",
    })
    void awsOwnEndpointsAreAllowed(AwsService service, String address) {
        assertEquals(true, isAt(service, address));
    }

    /** Every endpoint that the SDK knows of these services. */
    @Test
    void whatTheSdkWouldCallIsAllowed() {
        List<String> refused = new ArrayList<>();
        for (AwsService service : AwsService.values()) {
            ServiceMetadata metadata = ServiceMetadata.of(service.name().toLowerCase(java.util.Locale.ROOT));
            for (Region region : metadata.regions()) {
                for (List<EndpointTag> tags : List.of(
                        List.<EndpointTag>of(),
                        List.of(EndpointTag.FIPS),
                        List.of(EndpointTag.DUALSTACK),
                        List.of(EndpointTag.DUALSTACK, EndpointTag.FIPS))) {
                    if (region.id().startsWith("aws-")
                            || region.id().startsWith("fips-")
                            || region.id().endsWith("-fips")) {
                        continue;
                    }
                    String host = host(metadata, region, tags);
                    if (host != null && !isAt(service, "https://" + host)) {
                        refused.add(service + " " + host);
                    }
                }
            }
        }
        assertEquals(List.of(), refused);
    }

    private static String host(ServiceMetadata metadata, Region region, List<EndpointTag> tags) {
        try {
            return metadata.endpointFor(ServiceEndpointKey.builder()
                            .region(region)
                            .tags(tags)
                            .build())
                    .toString();
        } catch (IllegalArgumentException | NullPointerException e) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://SERVICE.eu-central-1.amazonaws.com",
                "https://abc123.execute-api.eu-central-1.amazonaws.com",
                "https://SERVICE.execute-api.eu-central-1.amazonaws.com",
                "https://abc123-vpce-0a1b2c3d.execute-api.eu-central-1.amazonaws.com",
                "https://ec2-18-184-1-2.eu-central-1.compute.amazonaws.com",
                "https://ip-10-0-0-1.eu-central-1.compute.internal",
                "https://SERVICE-123456789.eu-central-1.elb.amazonaws.com",
                "https://SERVICE.eu-central-1.elb.amazonaws.com",
                "https://search-SERVICE-abc.eu-central-1.es.amazonaws.com",
                "https://abc.eu-central-1.aoss.amazonaws.com",
                "https://abc.lambda-url.eu-central-1.on.aws",
                "https://abc.SERVICE.eu-central-1.amazonaws.com",
                "https://SERVICE.s3.amazonaws.com",
                "https://SERVICE.eu-central-1.s3.amazonaws.com",
                "https://bucket.s3.eu-central-1.amazonaws.com",
                "https://s3-website.eu-central-1.amazonaws.com",
                "https://s3-website-us-east-1.amazonaws.com",
                "https://bucket.s3-website.eu-central-1.amazonaws.com",
                "https://SERVICE.eu-central-1.amazonaws.com.",
                "https://SERVICE.eu-central-1.amazonaws.com..",
                "https://SERVICE.eu-central-1.amazonaws.com.evil.example",
                "https://SERVICE.eu-central-1.amazonaws.com@evil.example",
                "https://user@SERVICE.eu-central-1.amazonaws.com",
                "https://evil.example#SERVICE.eu-central-1.amazonaws.com",
                "https://evil.example/SERVICE.eu-central-1.amazonaws.com",
                "https://evil.example?.amazonaws.com",
                "https://SERVICE.eu-central-1.amazonaws.com:8443",
                "https://SERVICE.eu-central-1.amazonaws.com:22",
                "https://SERVICE.eu-central-1.amazonaws.com/path",
                "https://SERVICE.eu-central-1.amazonaws.com?query",
                "https://SERVICE.eu-central-1.amazonaws.com#fragment",
                "https://SERVICE.eu-central-1.AMAZONAWS.COM",
                "https://SERVICE.EU-CENTRAL-1.amazonaws.com",
                "https://SERVICE.eu-central-1.amazonaws.com.cn",
                "https://SERVICE.cn-north-1.amazonaws.com",
                "https://SERVICE.eu-central-1.amaz\u043enaws.com",
                "https://SERVICE.eu-central-1.xn--amaznaws-5fg.com",
                "https://SERVICE\uff0eeu-central-1\uff0eamazonaws\uff0ecom",
                "https://SERVICE.eu-central-1.api.aws.evil.example",
                "https://SERVICE.eu-central-1.evil.api.aws",
                "https://SERVICE-eu-central-1.amazonaws.com.evil.example",
                "https://SERVICE..amazonaws.com",
                "https://SERVICE.amazonaws.com.eu-central-1",
                "https://vpce-0a1b2c3d-9c0d1e2f.vpce-svc-0a1b2c3d.eu-central-1.vpce.amazonaws.com",
                "https://vpce-0a1b2c3d-9c0d1e2f.execute-api.eu-central-1.vpce.amazonaws.com",
                "https://evil.SERVICE.eu-central-1.vpce.amazonaws.com",
                "https://SERVICE.eu-central-1.vpce.amazonaws.com",
                "https://evil.vpce-0a1b2c3d-9c0d1e2f.SERVICE.eu-central-1.vpce.amazonaws.com",
                "https://vpce-0a1b2c3d-9c0d1e2f.SERVICE.eu-central-1.vpce.amazonaws.com.evil.example",
                "https://vpce-0a1b2c3d-9c0d1e2f.SERVICE.eu-central-1.amazonaws.com",
                "https://127.0.0.1",
                "https://[::1]",
                "https://169.254.169.254",
                "https://localhost",
            })
    void lookAlikesAreNot(String form) {
        for (AwsService service : AwsService.values()) {
            String address = form.replace("SERVICE", service.name().toLowerCase(java.util.Locale.ROOT));
            assertEquals(false, isAt(service, address), address);
        }
    }

    @Test
    void anotherServiceIsNot() {
        assertEquals(false, isAt(AwsService.STS, "https://s3.eu-central-1.amazonaws.com"));
        assertEquals(false, isAt(AwsService.S3, "https://sts.amazonaws.com"));
        assertEquals(false, isAt(AwsService.CODEDEPLOY, "https://sts.eu-central-1.amazonaws.com"));
    }

    private static boolean isAt(AwsService service, String address) {
        try {
            URI uri = AwsEndpoints.parse("endpoint", address);
            return uri != null && service.isAt(uri);
        } catch (InvalidInputException e) {
            return false;
        }
    }
}
