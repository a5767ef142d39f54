package io.jenkins.plugins.codedeploy.engine.aws;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.Inputs;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The host names of AWS's services, as the region's partition has them. */
final class AwsHosts {
    private static final int HTTPS = 443;
    private static final int LONGEST = 253;
    /** As {@code vpce-0a1b2c3d-4e5f6a7b} or, in one zone, {@code vpce-0a1b2c3d-4e5f6a7b-eu-central-1a}. */
    private static final Pattern INTERFACE_ENDPOINT = Pattern.compile("vpce-[0-9a-z][0-9a-z-]{0,57}");
    /** Not of a region; {@code us-east-1} answers. */
    private static final Set<String> GLOBAL = Set.of("sts.amazonaws.com", "s3.amazonaws.com");

    private AwsHosts() {}

    /** @param service {@code sts}, {@code s3} or {@code codedeploy} */
    static boolean isService(@NonNull String service, @NonNull URI address) {
        String host = address.getHost();
        return "https".equals(address.getScheme())
                && host != null
                && host.length() <= LONGEST
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null
                && (address.getPort() == -1 || address.getPort() == HTTPS)
                && (address.getRawPath().isEmpty() || address.getRawPath().equals("/"))
                && (GLOBAL.contains(host) && host.startsWith(service + ".")
                        || isRegional(service, host)
                        || isInterface(service, host));
    }

    private static boolean isRegional(String service, String host) {
        for (String name : List.of(service, service + "-fips")) {
            boolean dualStack = service.equals("s3") && host.startsWith(name + ".dualstack.");
            String region = label(host, name + (dualStack ? ".dualstack." : "."));
            if (isRegion(region)) {
                String rest = host.substring(host.indexOf(region) + region.length());
                return rest.equals("." + suffix(region)) || !dualStack && rest.equals("." + dualStackSuffix(region));
            }
        }
        return false;
    }

    /** Of S3 the address begins with {@code bucket.} literally, whatever the bucket is. */
    private static boolean isInterface(String service, String host) {
        String id = label(host, service.equals("s3") && host.startsWith("bucket.") ? "bucket." : "");
        if (!INTERFACE_ENDPOINT.matcher(id).matches()) {
            return false;
        }
        String rest = host.substring(host.indexOf(id) + id.length() + 1);
        for (String name : List.of(service, service + "-fips")) {
            String region = label(rest, name + ".");
            if (isRegion(region)) {
                return rest.equals(name + "." + region + ".vpce." + suffix(region));
            }
        }
        return false;
    }

    /** @return what follows the beginning, up to the next dot; empty where there is none */
    private static String label(String host, String beginning) {
        int end = host.startsWith(beginning) ? host.indexOf('.', beginning.length()) : -1;
        return end < 0 ? "" : host.substring(beginning.length(), end);
    }

    private static boolean isRegion(String label) {
        try {
            return !label.isEmpty() && label.equals(Inputs.region("region", label));
        } catch (InvalidInputException e) {
            return false;
        }
    }

    private static String suffix(String region) {
        return PartitionMetadata.of(Region.of(region)).dnsSuffix();
    }

    private static String dualStackSuffix(String region) {
        return PartitionMetadata.of(Region.of(region))
                .dnsSuffix(PartitionEndpointKey.builder()
                        .tags(EndpointTag.DUALSTACK)
                        .build());
    }
}
