package io.jenkins.plugins.codedeploy.engine.preflight;

import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.BUCKET;
import static io.jenkins.plugins.codedeploy.engine.preflight.BuiltAccounts.USER;

import io.jenkins.plugins.codedeploy.engine.setup.SetupDocument.Kind;

/** Policies to seed mistakes with. */
final class Policies {
    private Policies() {}

    static void uploaderWithout(BuiltAccounts a, String sid) throws Exception {
        a.aws.iam().putPolicy(USER, "Setup", without(a.document(Kind.SOURCE_POLICY), sid));
    }

    static String without(String policy, String sid) {
        // Still a statement, of nothing that exists.
        int at = policy.indexOf("\"" + sid + "\"");
        int from = policy.indexOf("\"Resource\"", at);
        int to = policy.indexOf("\n    }", from);
        return policy.substring(0, from) + "\"Resource\": \"arn:aws:s3:::nobodys/*\"" + policy.substring(to);
    }

    static String with(String policy, String statement) {
        int end = policy.lastIndexOf(']');
        return policy.substring(0, end) + ", " + statement + policy.substring(end);
    }

    static String allow(String action, String resource) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "%s", "Resource": "%s"}]}
                """.formatted(action, resource);
    }

    static String reads(String role, String action, String objects) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
                  "Action": "%s", "Resource": "arn:aws:s3:::%s%s"}]}
                """.formatted(role, action, BUCKET, objects);
    }
}
