package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters that decide whether anything is deployed at all. */
public abstract class PromotionStep extends BundleStep {
    private static final long serialVersionUID = 1;

    private String overrideWindow;
    private String promotedFrom;
    private boolean skipIfLive;

    /** Why this deployment may begin outside the windows of its target account; null where it may not. */
    @CheckForNull
    public String getOverrideWindow() {
        return overrideWindow;
    }

    @DataBoundSetter
    public void setOverrideWindow(String overrideWindow) {
        this.overrideWindow = Util.fixEmptyAndTrim(overrideWindow);
    }

    /**
     * Target account, perhaps with a deployment group, in which the revision must have succeeded: {@code staging} or
     * {@code staging/web}. Null for none.
     */
    @CheckForNull
    public String getPromotedFrom() {
        return promotedFrom;
    }

    @DataBoundSetter
    public void setPromotedFrom(String promotedFrom) {
        this.promotedFrom = Util.fixEmptyAndTrim(promotedFrom);
    }

    public boolean isSkipIfLive() {
        return skipIfLive;
    }

    @DataBoundSetter
    public void setSkipIfLive(boolean skipIfLive) {
        this.skipIfLive = skipIfLive;
    }
}
