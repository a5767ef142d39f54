package io.jenkins.plugins.codedeploy.engine.deploy;

import io.jenkins.plugins.codedeploy.engine.RoleArn;
import io.jenkins.plugins.codedeploy.engine.aws.AwsEndpoints;
import io.jenkins.plugins.codedeploy.engine.aws.SourceIdentity;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.aws.WebIdentity;
import io.jenkins.plugins.codedeploy.simulator.Accounts;
import io.jenkins.plugins.codedeploy.simulator.SimulatedAws;
import io.jenkins.plugins.codedeploy.simulator.sts.TokenIssuer;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** An issuer that both accounts of a simulated AWS know, a role of the source account, and the target's role for both ways. */
final class WebIdentities implements AutoCloseable {
    static final String SUBJECT = "https://jenkins.example.com/job/shop/";

    final TokenIssuer issuer;
    final RoleArn sourceRole;
    private final SimulatedAws aws;

    WebIdentities(SimulatedAws aws) throws Exception {
        this.aws = aws;
        issuer = new TokenIssuer(TokenIssuer.Algorithm.ES256);
        for (String account : List.of(Accounts.SOURCE, Accounts.TARGET)) {
            aws.iam().identityProviders().create(account, issuer.url(), List.of(WebIdentity.AUDIENCE));
        }
        String role = aws.iam()
                .createRole(Accounts.SOURCE, "Jenkins", trust("[" + statement(Accounts.SOURCE, SUBJECT) + "]"))
                .arn();
        sourceRole = RoleArn.parse(role);
        aws.iam().putPolicy(role, "Deploy", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Resource": "%s"},
                  {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::%s", "arn:aws:s3:::%s/*"]}]}
                """.formatted(
                        aws.seed().roleArn(), aws.seed().bucket(), aws.seed().bucket()));
        trustOfTarget(statement(Accounts.TARGET, SUBJECT));
    }

    /** The source role with the external ID, and what is given for the token itself. */
    void trustOfTarget(String direct) throws Exception {
        aws.iam().trust(aws.seed().roleArn(), trust("""
                [{"Effect": "Allow", "Principal": {"AWS": "%s"},
                  "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
                  "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}}, %s]
                """.formatted(
                        sourceRole, aws.seed().externalId(), direct)));
    }

    static String trust(String statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": " + statements + "}";
    }

    String statement(String account, String subject) {
        return """
                {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::%s:oidc-provider/%s"},
                 "Action": "sts:AssumeRoleWithWebIdentity",
                 "Condition": {"StringEquals": {"%s:aud": "%s", "%s:sub": "%s"}}}
                """.formatted(account, issuer.name(), issuer.name(), WebIdentity.AUDIENCE, issuer.name(), subject);
    }

    String token() {
        return issuer.token(SUBJECT, WebIdentity.AUDIENCE);
    }

    /** The token assumes the source account's role, which assumes the target's. */
    TargetAccess chained(Supplier<String> token) {
        return access(
                new WebIdentity(token, sourceRole, "jenkins-shop+1"), aws.seed().externalId());
    }

    /** The token assumes the target's role. */
    TargetAccess direct(Supplier<String> token) {
        return access(new WebIdentity(token, null, "jenkins-shop+1"), null);
    }

    private TargetAccess access(WebIdentity identity, String externalId) {
        SourceIdentity source = SourceIdentity.ofToken(identity, "shop#1", "aws-token", "ID token \"aws-token\"");
        return TargetAccess.of(source, RoleArn.parse(aws.seed().roleArn()), externalId, aws.region())
                .with(AwsEndpoints.all(aws.endpoint()));
    }

    @Override
    public void close() throws IOException {
        issuer.close();
    }
}
