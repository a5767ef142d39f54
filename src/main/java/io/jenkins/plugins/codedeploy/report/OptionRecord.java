package io.jenkins.plugins.codedeploy.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
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

    @NonNull
    @Exported(inline = true)
    public String getValue() {
        return Util.fixNull(value);
    }
}
