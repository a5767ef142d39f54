package io.jenkins.plugins.codedeploy.docs;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.NullSCM;
import hudson.scm.SCMDescriptor;
import hudson.scm.SCMRevisionState;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jvnet.hudson.test.TestExtension;

/** A repository with a few files; scripts are executable. */
public final class WorkspaceScm extends NullSCM {
    private final TreeMap<String, String> files;

    WorkspaceScm(Map<String, String> files) {
        this.files = new TreeMap<>(files);
    }

    @Override
    public void checkout(
            Run<?, ?> build,
            Launcher launcher,
            FilePath workspace,
            TaskListener listener,
            File changelogFile,
            SCMRevisionState baseline)
            throws IOException, InterruptedException {
        for (Map.Entry<String, String> entry : files.entrySet()) {
            FilePath file = workspace.child(entry.getKey());
            file.write(entry.getValue(), "UTF-8");
            if (entry.getKey().endsWith(".sh")) {
                file.chmod(0755);
            }
        }
    }

    @TestExtension
    public static final class DescriptorImpl extends SCMDescriptor<WorkspaceScm> {
        public DescriptorImpl() {
            super(WorkspaceScm.class, null);
        }

        @Override
        public String getDisplayName() {
            return "A few files";
        }
    }
}
