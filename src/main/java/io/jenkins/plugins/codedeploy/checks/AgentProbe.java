package io.jenkins.plugins.codedeploy.checks;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.codedeploy.engine.send.PartProbe;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
import java.io.File;
import java.io.IOException;
import jenkins.agents.ControllerToAgentFileCallable;

/** Sends the part from the machine that a workspace is on. */
public final class AgentProbe implements PartProbe {
    private final FilePath workspace;

    @CheckForNull
    private volatile IOException loss;

    public AgentProbe(@NonNull FilePath workspace) {
        this.workspace = workspace;
    }

    @Override
    public PartResult send(PresignedPart part, String content) throws IOException, InterruptedException {
        try {
            return workspace.act(new SendCall(part, content));
        } catch (IOException e) {
            loss = e;
            throw e;
        }
    }

    /** The agent's loss is no finding about the setup: whoever runs the step is to know it as what it is. */
    public void checkNotLost() throws IOException {
        IOException lost = loss;
        if (lost != null) {
            throw lost;
        }
    }

    private record SendCall(PresignedPart part, String content) implements ControllerToAgentFileCallable<PartResult> {
        @Override
        public PartResult invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
            return PartProbe.local().send(part, content);
        }
    }
}
