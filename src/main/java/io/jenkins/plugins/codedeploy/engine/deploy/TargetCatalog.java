package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.aws.AwsClients;
import io.jenkins.plugins.codedeploy.engine.aws.Retries;
import io.jenkins.plugins.codedeploy.engine.aws.RoleSession;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.aws.SessionPolicy;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Groups;
import io.jenkins.plugins.codedeploy.engine.diagnosis.Refusals;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;

/** The names that a target account has, all pages of them. Enters the account for looking only. */
public final class TargetCatalog {
    private final AwsClients clients;
    private final TargetAccess access;

    public TargetCatalog(@NonNull AwsClients clients, @NonNull TargetAccess access) {
        this.clients = clients;
        this.access = access;
    }

    @NonNull
    public List<String> applications() throws EngineException {
        return names("codedeploy:ListApplications", "*", Groups::applications);
    }

    @NonNull
    public List<String> deploymentGroups(@NonNull String application) throws EngineException {
        return names("codedeploy:ListDeploymentGroups", application, client -> Groups.names(client, application));
    }

    private List<String> names(String action, String resource, Function<CodeDeployClient, List<String>> listing)
            throws EngineException {
        RoleSession session = clients.session(access, SessionName.ofController("form"), SessionPolicy.observer());
        try (CodeDeployClient client = clients.codeDeploy(
                access, session == null ? clients.sourceCredentials(access) : session, Retries.STANDARD)) {
            return listing.apply(client).stream().sorted().toList();
        } catch (SdkException e) {
            throw new EngineException(Refusals.explain(access, action, resource, e), e);
        }
    }
}
