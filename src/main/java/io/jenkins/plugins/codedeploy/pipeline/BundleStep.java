package io.jenkins.plugins.codedeploy.pipeline;

import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.bundle.Symlinks;
import io.jenkins.plugins.codedeploy.run.BundleSettings;
import org.kohsuke.stapler.DataBoundSetter;

/** What every step that bundles says of the bundle; each has its own {@code source}, which is not always mandatory. */
public abstract class BundleStep extends AccessStep implements BundleSettings {
    private static final long serialVersionUID = 1;

    private String includes;
    private String excludes;
    private String appSpec;
    private boolean strictAppSpec;
    private String key;
    private String keyPrefix;
    private Symlinks symlinks = Symlinks.FOLLOW;
    private boolean force;

    @Override
    public String getIncludes() {
        return includes;
    }

    @DataBoundSetter
    public void setIncludes(String includes) {
        this.includes = Util.fixEmptyAndTrim(includes);
    }

    @Override
    public String getExcludes() {
        return excludes;
    }

    @DataBoundSetter
    public void setExcludes(String excludes) {
        this.excludes = Util.fixEmptyAndTrim(excludes);
    }

    @Override
    public String getAppSpec() {
        return appSpec;
    }

    @DataBoundSetter
    public void setAppSpec(String appSpec) {
        this.appSpec = Util.fixEmptyAndTrim(appSpec);
    }

    @Override
    public boolean isStrictAppSpec() {
        return strictAppSpec;
    }

    @DataBoundSetter
    public void setStrictAppSpec(boolean strictAppSpec) {
        this.strictAppSpec = strictAppSpec;
    }

    @Override
    public String getKey() {
        return key;
    }

    @DataBoundSetter
    public void setKey(String key) {
        this.key = Util.fixEmptyAndTrim(key);
    }

    @Override
    public String getKeyPrefix() {
        return keyPrefix;
    }

    @DataBoundSetter
    public void setKeyPrefix(String keyPrefix) {
        this.keyPrefix = Util.fixEmptyAndTrim(keyPrefix);
    }

    @Override
    public Symlinks getSymlinks() {
        return symlinks;
    }

    @DataBoundSetter
    public void setSymlinks(Symlinks symlinks) {
        this.symlinks = symlinks == null ? Symlinks.FOLLOW : symlinks;
    }

    @Override
    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }
}
