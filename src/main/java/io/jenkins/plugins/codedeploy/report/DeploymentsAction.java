package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Api;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.HttpResponses;
import io.jenkins.plugins.codedeploy.controller.Engines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.RunAction2;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/** A build's deployments: kept in its {@code build.xml}, shown on pages of their own, told by the remote API. */
@ExportedBean
public final class DeploymentsAction implements RunAction2 {
    static final String URL = "codedeploy";
    private static final Logger LOGGER = Logger.getLogger(DeploymentsAction.class.getName());

    /** Replaced, never changed: somebody may be saving it. */
    private volatile List<DeploymentRecord> deployments = new ArrayList<>();

    private transient int version;
    private transient volatile Run<?, ?> run;

    private DeploymentsAction(Run<?, ?> run) {
        this.run = run;
    }

    /** The build's, added where it has none yet. */
    @NonNull
    static DeploymentsAction of(@NonNull Run<?, ?> build) {
        synchronized (build) {
            DeploymentsAction action = build.getAction(DeploymentsAction.class);
            if (action == null) {
                action = new DeploymentsAction(build);
                build.addAction(action);
            }
            return action;
        }
    }

    void put(@NonNull DeploymentRecord record, boolean save) {
        synchronized (this) {
            List<DeploymentRecord> all = new ArrayList<>(deployments);
            int known = index(all, record.getStep());
            if (known >= 0) {
                all.set(known, record);
            } else {
                all.add(record);
                if (all.size() > Bounds.DEPLOYMENTS) {
                    all.remove(0);
                }
            }
            deployments = all;
            version++;
        }
        if (save) {
            try {
                run.save();
            } catch (IOException e) {
                // the deployment goes on, and its journal is elsewhere
                LOGGER.log(Level.WARNING, e, () -> "cannot save " + run);
            }
        }
    }

    @CheckForNull
    DeploymentRecord find(String step) {
        List<DeploymentRecord> all = deployments;
        int known = index(all, step);
        return known < 0 ? null : all.get(known);
    }

    /** Whole, whoever asks: for our own use. */
    @NonNull
    List<DeploymentRecord> all() {
        return List.copyOf(deployments);
    }

    /** As whoever asks may see them. */
    @NonNull
    @Exported(inline = true)
    public List<DeploymentRecord> getDeployments() {
        boolean whole = isWhole();
        return deployments.stream()
                .map(record -> whole ? record : record.redacted())
                .map(record -> record.withEarlier(record.getEarlier().stream()
                        .map(earlier -> earlier.asOfNow(run))
                        .toList()))
                .toList();
    }

    /** Whether roles and accounts are shown. */
    public boolean isWhole() {
        return run.getParent().hasPermission(Item.CONFIGURE);
    }

    /** Whether a deployment is followed just now. */
    @Exported
    public boolean isRunning() {
        return run.isBuilding() && deployments.stream().anyMatch(DeploymentRecord::isFollowed);
    }

    /** Grows with every change; begins anew when Jenkins does. */
    public synchronized int getVersion() {
        return version;
    }

    /** @return as pages show them; all targets where the request asks for them by {@code ?all} */
    @NonNull
    public List<DeploymentPage> pages(@NonNull StaplerRequest2 request) {
        boolean all = request.hasParameter("all");
        return getDeployments().stream()
                .map(record -> new DeploymentPage(record, run, all, isWhole()))
                .toList();
    }

    /** What a page asks while a deployment runs: whether there is anything new. */
    @GET
    public HttpResponse doProgress() {
        run.getParent().checkPermission(Item.READ);
        deployments.stream()
                .filter(DeploymentRecord::isFollowed)
                .flatMap(record -> Stream.of(record.getDeployment(), record.getRollback()))
                .filter(Objects::nonNull)
                .forEach(seen -> Engines.deployments().lookedAt(seen.getId()));
        JSONObject told = new JSONObject();
        told.put("building", run.isBuilding());
        told.put("running", isRunning());
        told.put("version", getVersion());
        told.put("message", String.join(". ", messages()));
        return HttpResponses.okJSON(told);
    }

    /** @param rollBack whether CodeDeploy deploys the last successful revision afterward */
    @RequirePOST
    public HttpResponse doStop(@QueryParameter String step, @QueryParameter boolean rollBack) throws IOException {
        run.getParent().checkPermission(Item.CANCEL);
        if (rollBack) {
            run.getParent().checkPermission(Item.BUILD);
        }
        new DeploymentCommand(run, required(step)).stop(rollBack);
        return HttpResponses.redirectToDot();
    }

    /** Blue/green: lets the traffic be rerouted to the instances that are ready. */
    @RequirePOST
    public HttpResponse doReroute(@QueryParameter String step) throws IOException {
        run.getParent().checkPermission(Item.BUILD);
        new DeploymentCommand(run, required(step)).reroute();
        return HttpResponses.redirectToDot();
    }

    private DeploymentRecord required(String step) {
        DeploymentRecord record = find(step);
        if (record == null) {
            throw new Failure(Messages.DeploymentCommand_unknownStep());
        }
        return record;
    }

    private List<String> messages() {
        return getDeployments().stream()
                .map(record -> new DeploymentPage(record, run, false, false).getSpoken())
                .toList();
    }

    public Api getApi() {
        return new Api(this);
    }

    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getIconFileName() {
        return "symbol-cloud";
    }

    @Override
    public String getDisplayName() {
        return Messages.DeploymentsAction_name();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        run = build;
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        run = build;
    }

    private static int index(List<DeploymentRecord> all, String step) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).getStep().equals(step)) {
                return i;
            }
        }
        return -1;
    }

    private Object readResolve() {
        if (deployments == null) {
            deployments = new ArrayList<>();
        }
        return this;
    }
}
