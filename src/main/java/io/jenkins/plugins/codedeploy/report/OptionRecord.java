package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.codedeploy.engine.deploy.DeploymentFlag;
import java.util.MissingResourceException;
import org.jvnet.localizer.LocaleProvider;
import org.jvnet.localizer.ResourceBundleHolder;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An option that the deployment was given, by the step's own name for it. */
@ExportedBean
public final class OptionRecord {
    private final String name;
    private final String value;

    OptionRecord(@NonNull String name, @NonNull String value) {
        this.name = name;
        this.value = Bounds.cut(value, Bounds.TEXT);
    }

    @NonNull
    OptionRecord redacted() {
        return new OptionRecord(getName(), AccountRedaction.of(getValue()));
    }

    @NonNull
    @Exported(inline = true)
    public String getName() {
        return Util.fixNull(name);
    }

    /** Returns what the form calls the option, or its name if no form has it any longer. */
    @NonNull
    public String getLabel() {
        for (DeploymentFlag flag : DeploymentFlag.values()) {
            if (flag.field().equals(name)) {
                return flag.label().in(LocaleProvider.getLocale());
            }
        }
        try {
            return ResourceBundleHolder.get(Messages.class).format("OptionRecord." + name);
        } catch (MissingResourceException e) {
            return getName();
        }
    }

    @NonNull
    @Exported(inline = true)
    public String getValue() {
        return Util.fixNull(value);
    }
}
