package io.jenkins.plugins.codedeploy.build;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.LocalRevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartSender;
import io.jenkins.plugins.codedeploy.engine.send.PartSigner;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
import java.io.File;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.List;
import java.util.Set;
import jenkins.agents.ControllerToAgentFileCallable;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/**
 * The machine that a workspace is on. Each operation is one call, and nothing stays there between two: an agent that
 * was lost and came back is as good as before. Neither credentials nor the AWS SDK go there, only presigned URLs.
 */
final class AgentRevisionHost implements RevisionHost {
    private final FilePath workspace;

    AgentRevisionHost(@NonNull FilePath workspace) {
        this.workspace = workspace;
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
        return act(new PackCall(source, Set.copyOf(executables), expectedDigest));
    }

    @Override
    public SentArchive send(SourceSpec source, Set<String> executables, String digest, PartSigner signer)
            throws IOException, InterruptedException, EngineException {
        return act(new SendCall(source, Set.copyOf(executables), digest, new RemoteSigner(signer)));
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
            SourceSpec source,
            Set<String> executables,
            @CheckForNull String expectedDigest) implements AgentCall<Packed> {
        @Override
        public Packed on(RevisionHost host) throws IOException, InterruptedException, EngineException {
            return host.pack(source, executables, expectedDigest);
        }
    }

    private record SendCall(SourceSpec source, Set<String> executables, String digest, PartSigner signer)
            implements AgentCall<SentArchive> {
        @Override
        public SentArchive on(RevisionHost host) throws IOException, InterruptedException, EngineException {
            return host.send(source, executables, digest, signer);
        }
    }

    /** Stays on the controller. The agent gets a proxy that calls it, for the duration of the call that sends. */
    private static final class RemoteSigner implements PartSigner, SerializableOnlyOverRemoting {
        private static final long serialVersionUID = 1;

        private final transient PartSigner signer;

        RemoteSigner(PartSigner signer) {
            this.signer = signer;
        }

        @Override
        public PresignedPart sign(PartDemand demand) throws IOException, InterruptedException {
            return signer.sign(demand);
        }

        private Object writeReplace() throws NotSerializableException {
            return getChannelForSerialization().export(PartSigner.class, this);
        }
    }
}
