package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.codedeploy.account.FormAccess;
import io.jenkins.plugins.codedeploy.account.ResolvedTarget;
import io.jenkins.plugins.codedeploy.account.TargetAccount;
import io.jenkins.plugins.codedeploy.account.TargetResolver;
import io.jenkins.plugins.codedeploy.controller.Engines;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.Text;
import io.jenkins.plugins.codedeploy.engine.aws.FormCalls;
import io.jenkins.plugins.codedeploy.engine.aws.SessionName;
import io.jenkins.plugins.codedeploy.engine.preflight.CheckResult;
import io.jenkins.plugins.codedeploy.engine.preflight.Preflight;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightListener;
import io.jenkins.plugins.codedeploy.engine.preflight.PreflightRequest;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/** The buttons of forms that check a setup or write it; they take what stands in the form, saved or not. */
public final class SetupCheck implements Describable<SetupCheck> {
    private SetupCheck() {}

    /** Never made: the views of this class are included where the buttons stand. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<SetupCheck> {
        /** Somebody waits before the form. */
        private static final Duration LIMIT = Duration.ofSeconds(20);
        /** That may have variables of a build. */
        private static final List<String> EXPANDED = List.of(
                "sourceRoleArn",
                "roleArn",
                "externalId",
                "region",
                "bucket",
                "kmsKeyId",
                "keyPrefix",
                "key",
                "instanceRole",
                "application",
                "deploymentGroup",
                "deploymentConfig",
                "target");

        private interface Answer {
            HttpResponse make() throws AbortException, InterruptedException;
        }

        /** A target account, beside its fields. */
        @POST
        public HttpResponse doTarget(@AncestorInPath Item item, StaplerRequest2 req) {
            FormValues form = new FormValues(req::getParameter);
            return answer(item, () -> {
                ResolvedTarget target = TargetResolver.resolveForForm(form.account(), item);
                return checked(SetupRequests.of(target, null, null, null, null, null), session(item));
            });
        }

        /** What a job would use. */
        @POST
        public HttpResponse doJob(@AncestorInPath Item item, StaplerRequest2 req) {
            FormValues form = new FormValues(req::getParameter);
            return answer(item, () -> {
                if (form.hasVariables(EXPANDED)) {
                    return FormValidation.warning(Messages.SetupCheck_variables());
                }
                ResolvedTarget target = TargetResolver.resolveForForm(form.reference(), item);
                PreflightRequest request = SetupRequests.of(
                                target,
                                item == null ? null : item.getFullName(),
                                form.get("key"),
                                form.get("application"),
                                form.get("deploymentGroup"),
                                form.get("deploymentConfig"))
                        .tryingStop(!"false".equals(form.get("checkStop")));
                return checked(request, session(item));
            });
        }

        /** The documents that a target account needs in both accounts. Asks AWS only whose the credential is. */
        @POST
        public HttpResponse doDocuments(@AncestorInPath Item item, StaplerRequest2 req) {
            FormValues form = new FormValues(req::getParameter);
            return answer(item, () -> {
                TargetAccount account = form.account();
                ResolvedTarget target = TargetResolver.resolveForForm(account, item);
                TokenTrust tokens = TokenTrust.of(account, item, null, null);
                return HttpResponses.forwardToView(
                        SetupDocuments.of(
                                account,
                                tokens == null ? caller(target) : null,
                                tokens,
                                null,
                                null,
                                false,
                                LocaleProvider.getLocale()),
                        "documents.jelly");
            });
        }

        @CheckForNull
        private static String caller(ResolvedTarget target) throws InterruptedException {
            try (FormCalls.Turn turn = Engines.clients().formCalls().begin(target.access())) {
                return turn == null ? null : Engines.clients().sourceArn(target.access());
            }
        }

        private static String session(@CheckForNull Item item) {
            return item == null ? SessionName.ofController("check") : SessionName.of(item.getFullName(), "check");
        }

        /** The controller sends the part here: which agent a build will get, nobody knows yet. */
        private static HttpResponse checked(PreflightRequest request, String session) throws InterruptedException {
            List<CheckResult> results;
            try (FormCalls.Turn turn = Engines.clients().formCalls().begin(request.access())) {
                if (turn == null) {
                    return FormValidation.warning(Messages.SetupCheck_busy());
                }
                results = new Preflight(Engines.clients(), session)
                        .run(request, PartProbe.local(), PreflightListener.SILENT, LIMIT);
            }
            return HttpResponses.forwardToView(new CheckTable(results, LocaleProvider.getLocale()), "table.jelly");
        }

        private static HttpResponse answer(@CheckForNull Item item, Answer answer) {
            if (!FormAccess.mayCall(item)) {
                return new Refusal();
            }
            try {
                return answer.make();
            } catch (InvalidInputException e) {
                Locale locale = LocaleProvider.getLocale();
                return FormValidation.error(
                        Text.of("engine.field", e.field(), e.text().in(locale)).in(locale));
            } catch (AbortException e) {
                return FormValidation.error(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return FormValidation.error(Messages.SetupCheck_interrupted());
            }
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SetupCheck_displayName();
        }
    }

    /** As small as the place where the form shows it. */
    private static final class Refusal implements HttpResponse {
        @Override
        public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
                throws IOException, ServletException {
            rsp.setStatus(HttpServletResponse.SC_FORBIDDEN);
            FormValidation.error(Messages.SetupCheck_notAllowed()).generateResponse(req, rsp, node);
        }
    }
}
