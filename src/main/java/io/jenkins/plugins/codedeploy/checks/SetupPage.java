package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.aws.FormCalls;
import io.jenkins.plugins.codedeploy.engine.aws.TargetAccess;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/** The policies and templates of the target accounts that stand in one place, for those who may configure it. */
public final class SetupPage {
    private final Item folder;
    private final List<TargetAccount> targets;

    /** @param folder null for those of the whole of Jenkins */
    SetupPage(@CheckForNull Item folder, @NonNull List<TargetAccount> targets) {
        this.folder = folder;
        this.targets = targets;
    }

    @CheckForNull
    Item folder() {
        return folder;
    }

    @NonNull
    public List<TargetAccount> getTargets() {
        return targets;
    }

    @NonNull
    public String getDisplayName() {
        return Messages.SetupPage_displayName();
    }

    /** Without a call to AWS. */
    @GET
    public HttpResponse doIndex(@QueryParameter String target) {
        FormAccess.checkCall(folder);
        return shown(new SetupView(this, find(target), SetupView.Given.NOTHING));
    }

    /** Asks AWS whose the credential is, unless that is given. What is given is checked as by the command line. */
    @POST
    public HttpResponse doShow(
            @QueryParameter String target,
            @QueryParameter String source,
            @QueryParameter String application,
            @QueryParameter String deploymentGroup,
            @QueryParameter String issuer,
            @QueryParameter String subject,
            @QueryParameter boolean withoutExternalId) {
        FormAccess.checkCall(folder);
        SetupView.Given given = new SetupView.Given(
                Util.fixEmptyAndTrim(source),
                Util.fixEmptyAndTrim(application),
                Util.fixEmptyAndTrim(deploymentGroup),
                Util.fixEmptyAndTrim(issuer),
                Util.fixEmptyAndTrim(subject),
                withoutExternalId);
        SetupView view = new SetupView(this, find(target), given);
        TargetAccount chosen = find(target);
        if (chosen != null && given.source() == null && view.getProblem() == null && !view.isTokens()) {
            view = asked(view, chosen);
        }
        return shown(view);
    }

    private SetupView asked(SetupView view, TargetAccount chosen) {
        try {
            String arn = sourceArn(TargetResolver.resolveForForm(chosen, folder).access());
            return arn == null ? view.withProblem(Messages.SetupPage_noAnswer()) : view.withCaller(arn);
        } catch (AbortException e) {
            return view.withProblem(e.getMessage());
        }
    }

    /** @return null where there is no answer, or too many wait for one */
    @CheckForNull
    private static String sourceArn(TargetAccess access) {
        try (FormCalls.Turn turn = Engines.clients().formCalls().begin(access)) {
            return turn == null ? null : Engines.clients().sourceArn(access);
        }
    }

    private static HttpResponse shown(SetupView view) {
        return HttpResponses.forwardToView(view, "index.jelly");
    }

    /** The first where none is named. */
    @CheckForNull
    private TargetAccount find(@CheckForNull String name) {
        String wanted = Util.fixEmptyAndTrim(name);
        return targets.stream()
                .filter(target -> wanted == null || target.getName().equals(wanted))
                .findFirst()
                .orElse(null);
    }
}
