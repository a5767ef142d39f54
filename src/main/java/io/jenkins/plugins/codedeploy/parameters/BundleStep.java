package io.jenkins.plugins.codedeploy.parameters;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of every step that bundles. Each step has its own {@code source}, which is not always mandatory. */
public abstract class BundleStep extends AccessStep {
    private static final long serialVersionUID = 1;

    private String includes;
    private String excludes;
    private String appSpec;
    private boolean strictAppSpec;
    private String key;
    private String keyPrefix;
    private Symlinks symlinks = Symlinks.FOLLOW;
    private boolean force;

    /** Relative to the workspace; null where nothing is bundled. */
    @CheckForNull
    public abstract String getSource();

    @CheckForNull
    public String getIncludes() {
        return includes;
    }

    @DataBoundSetter
    public void setIncludes(String includes) {
        this.includes = Util.fixEmptyAndTrim(includes);
    }

    @CheckForNull
    public String getExcludes() {
        return excludes;
    }

    @DataBoundSetter
    public void setExcludes(String excludes) {
        this.excludes = Util.fixEmptyAndTrim(excludes);
    }

    @CheckForNull
    public String getAppSpec() {
        return appSpec;
    }

    @DataBoundSetter
    public void setAppSpec(String appSpec) {
        this.appSpec = Util.fixEmptyAndTrim(appSpec);
    }

    public boolean isStrictAppSpec() {
        return strictAppSpec;
    }

    @DataBoundSetter
    public void setStrictAppSpec(boolean strictAppSpec) {
        this.strictAppSpec = strictAppSpec;
    }

    @CheckForNull
    public String getKey() {
        return key;
    }

    @DataBoundSetter
    public void setKey(String key) {
        this.key = Util.fixEmptyAndTrim(key);
    }

    @CheckForNull
    public String getKeyPrefix() {
        return keyPrefix;
    }

    @DataBoundSetter
    public void setKeyPrefix(String keyPrefix) {
        this.keyPrefix = Util.fixEmptyAndTrim(keyPrefix);
    }

    @NonNull
    public Symlinks getSymlinks() {
        return symlinks;
    }

    @DataBoundSetter
    public void setSymlinks(Symlinks symlinks) {
        this.symlinks = symlinks == null ? Symlinks.FOLLOW : symlinks;
    }

    /** Whether to upload even what is there already. */
    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }
}
