package io.jenkins.plugins.codedeploy.simulator.http;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request says about its signature, not yet believed.
 *
 * @param date of the credential scope, {@code yyyyMMdd}
 * @param time that was signed, as it was written
 * @param expires seconds of a presigned request; -1 for one with an {@code Authorization} header
 * @param sessionToken null for a long-lived key
 */
record Signature(
        @NonNull String accessKeyId,
        @NonNull String date,
        @NonNull String region,
        @NonNull String service,
        @NonNull List<String> signedHeaders,
        @NonNull String value,
        @NonNull String time,
        long expires,
        @CheckForNull String sessionToken) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern HEADER = Pattern.compile(
            ALGORITHM + "\\s+Credential=([^,\\s]+),\\s*SignedHeaders=([^,\\s]+),\\s*Signature=([0-9a-f]+)\\s*");

    /** A signature that cannot be read. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    boolean presigned() {
        return expires >= 0;
    }

    Instant signedAt() {
        return Instant.from(TIME.parse(time));
    }

    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }

    /** Null where there is none. */
    @CheckForNull
    static Signature read(Received request) throws Malformed {
        String authorization = request.headers().get("authorization");
        if (authorization != null) {
            Matcher m = HEADER.matcher(authorization);
            if (!m.matches()) {
                throw new Malformed("The authorization header is malformed.");
            }
            String time = request.headers().get("x-amz-date", "");
            String token = request.headers().get("x-amz-security-token");
            return of(m.group(1), m.group(2), m.group(3), time, -1, token);
        }
        Query query = request.query();
        if (!query.has("X-Amz-Signature") && !query.has("X-Amz-Credential")) {
            return null;
        }
        if (!query.get("X-Amz-Algorithm", "").equals(ALGORITHM)) {
            throw new Malformed("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }
        String expires = query.get("X-Amz-Expires", "");
        if (!expires.matches("\\d{1,9}") || Long.parseLong(expires) > 604_800) {
            throw new Malformed("X-Amz-Expires must be less than a week (in seconds);"
                    + " that is, the given X-Amz-Expires must be less than 604800 seconds");
        }
        return of(
                query.get("X-Amz-Credential", ""),
                query.get("X-Amz-SignedHeaders", ""),
                query.get("X-Amz-Signature", ""),
                query.get("X-Amz-Date", ""),
                Long.parseLong(expires),
                query.get("X-Amz-Security-Token"));
    }

    private static Signature of(
            String credential,
            String signedHeaders,
            String signature,
            String time,
            long expires,
            @CheckForNull String token)
            throws Malformed {
        String[] scope = credential.split("/");
        if (scope.length != 5 || !scope[4].equals("aws4_request")) {
            throw new Malformed("The authorization header is malformed; the Credential is mal-formed; expecting"
                    + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        }
        try {
            TIME.parse(time);
        } catch (DateTimeException e) {
            throw new Malformed("AWS authentication requires a valid Date or x-amz-date header");
        }
        if (!time.startsWith(scope[1])) {
            throw new Malformed("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
                    + " HTTP: '" + scope[1] + "' != '" + time.substring(0, 8) + "', from '" + time + "'.");
        }
        return new Signature(
                scope[0],
                scope[1],
                scope[2],
                scope[3],
                List.of(signedHeaders.split(";")),
                signature,
                time,
                expires,
                token);
    }
}
