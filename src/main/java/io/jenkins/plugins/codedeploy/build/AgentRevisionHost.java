package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.ScratchFolder;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.LocalRevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PartSender;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * The machine that a workspace is on. Each operation is one call, and nothing stays there between two: an agent that
 * was lost and came back is as good as before. Neither credentials nor the AWS SDK go there, only presigned URLs.
 */
final class AgentRevisionHost implements RevisionHost, AutoCloseable {
    /** Folders of pushes under way, on whatever machine: all others are leftovers. */
    private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

    private final FilePath workspace;
    /** In the workspace's temporary folder; null where it has none. */
    @CheckForNull
    private final Scratch scratch;

    AgentRevisionHost(@NonNull FilePath workspace) {
        this.workspace = workspace;
        FilePath temporary = WorkspaceList.tempDir(workspace);
        scratch = temporary == null
                ? null
                : new Scratch(temporary.child("codedeploy").getRemote(), ScratchFolder.newName());
        if (scratch != null) {
            IN_USE.add(scratch.name);
        }
    }

    /** From now on, what may be left of it is a leftover. */
    @Override
    public void close() {
        if (scratch != null) {
            IN_USE.remove(scratch.name);
        }
    }

    private record Scratch(String parent, String name) implements Serializable {
        private static final long serialVersionUID = 1;

        Path path() {
            return Path.of(parent, name);
        }
    }

    @Override
    public Survey survey(SourceSpec source) throws IOException, InterruptedException, EngineException {
        return act(new SurveyCall(source));
    }

    @Override
    public List<Finding> inspect(SourceSpec source, InstallPlan plan)
            throws IOException, InterruptedException, EngineException {
        return act(new InspectCall(source, plan));
    }

    @Override
    public String digest(SourceSpec source, Set<String> executables)
            throws IOException, InterruptedException, EngineException {
        return act(new DigestCall(source, Set.copyOf(executables)));
    }

    @Override
    public Packed pack(SourceSpec source, Set<String> executables, @CheckForNull String expectedDigest)
            throws IOException, InterruptedException, EngineException {
        return act(new PackCall(source, Set.copyOf(executables), expectedDigest, scratch, Set.copyOf(IN_USE)));
    }

    @Override
    public void discard(Packed packed) throws IOException, InterruptedException, EngineException {
        act(new DiscardCall(packed, scratch));
    }

    @Override
    public List<PartResult> send(Packed packed, List<PresignedPart> parts) throws IOException, InterruptedException {
        return workspace.act(new SendCall(packed, List.copyOf(parts)));
    }

    private <T> T act(AgentCall<T> call) throws IOException, InterruptedException, EngineException {
        try {
            return workspace.act(call);
        } catch (Tunnel e) {
            if (e.inner == null) {
                throw e;
            }
            throw e.inner;
        }
    }

    /** Runs on the agent. A file call declares only these two kinds of exception: the engine's goes through a tunnel. */
    private interface AgentCall<T> extends ControllerToAgentFileCallable<T> {
        T on(RevisionHost host) throws IOException, InterruptedException, EngineException;

        @Override
        default T invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
            try {
                return on(new LocalRevisionHost(new LocalSourceHost(), Sender.SHARED));
            } catch (EngineException e) {
                throw new Tunnel(e);
            }
        }
    }

    /** One for all batches, since nothing else stays on an agent between two of them. */
    private static final class Sender {
        static final PartSender SHARED = new PartSender();
    }

    private static final class Tunnel extends IOException {
        private static final long serialVersionUID = 1;

        @CheckForNull
        private final EngineException inner;

        Tunnel(EngineException inner) {
            super(inner);
            this.inner = inner;
        }
    }

    private record SurveyCall(SourceSpec source) implements AgentCall<Survey> {
        @Override
        public Survey on(RevisionHost host) throws IOException, InterruptedException, EngineException {
            return host.survey(source);
        }
    }

    private record InspectCall(SourceSpec source, InstallPlan plan) implements AgentCall<List<Finding>> {
        @Override
        public List<Finding> on(RevisionHost host) throws IOException, InterruptedException, EngineException {
            return host.inspect(source, plan);
        }
    }

    private record DigestCall(SourceSpec source, Set<String> executables) implements AgentCall<String> {
        @Override
        public String on(RevisionHost host) throws IOException, InterruptedException, EngineException {
            return host.digest(source, executables);
        }
    }

    private record PackCall(
            SourceSpec source, Set<String> executables, String expectedDigest, Scratch scratch, Set<String> inUse)
            implements AgentCall<Packed> {
        @Override
        public Packed on(RevisionHost host) throws IOException, InterruptedException, EngineException {
            if (scratch == null) {
                return host.pack(source, executables, expectedDigest);
            }
            Path folder = ScratchFolder.make(Path.of(scratch.parent), scratch.name, this::isInUse);
            boolean packed = false;
            try {
                Packed archive = new LocalSourceHost(folder).pack(source, executables, expectedDigest);
                packed = true;
                return archive;
            } finally {
                if (!packed) {
                    ScratchFolder.remove(folder);
                }
            }
        }

        private boolean isInUse(Path folder) {
            return inUse.contains(String.valueOf(folder.getFileName()));
        }
    }

    private record DiscardCall(Packed packed, Scratch scratch) implements AgentCall<Void> {
        @Override
        public Void on(RevisionHost host) throws IOException, InterruptedException, EngineException {
            host.discard(packed);
            if (scratch != null) {
                ScratchFolder.remove(scratch.path());
            }
            return null;
        }
    }

    private record SendCall(Packed packed, List<PresignedPart> parts) implements AgentCall<List<PartResult>> {
        @Override
        public List<PartResult> on(RevisionHost host) throws IOException, InterruptedException {
            return host.send(packed, parts);
        }
    }
}
