package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.InvalidInputException;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.PartSigner;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A host that is not trusted: what it answers is checked before anybody uses it. */
final class CheckedHost implements RevisionHost {
    private final RevisionHost host;

    CheckedHost(@NonNull RevisionHost host) {
        this.host = host;
    }

    private interface Question<T> {
        T ask() throws IOException, InterruptedException, EngineException;
    }

    @Override
    public Survey survey(SourceSpec source) throws IOException, InterruptedException, EngineException {
        return HostAnswers.survey(ask(() -> host.survey(source)));
    }

    @Override
    public List<Finding> inspect(SourceSpec source, InstallPlan plan)
            throws IOException, InterruptedException, EngineException {
        return HostAnswers.findings(ask(() -> host.inspect(source, plan)));
    }

    @Override
    public String digest(SourceSpec source, Set<String> executables)
            throws IOException, InterruptedException, EngineException {
        return HostAnswers.digest(ask(() -> host.digest(source, executables)));
    }

    @Override
    public Packed pack(SourceSpec source, Set<String> executables, @CheckForNull String expectedDigest)
            throws IOException, InterruptedException, EngineException {
        Packed packed = HostAnswers.packed(ask(() -> host.pack(source, executables, expectedDigest)));
        HostAnswers.require(
                expectedDigest == null || expectedDigest.equals(packed.digest()), "digest", packed.digest());
        return packed;
    }

    @Override
    public SentArchive send(SourceSpec source, Set<String> executables, String digest, PartSigner signer)
            throws IOException, InterruptedException, EngineException {
        SentArchive sent = ask(() -> host.send(source, executables, digest, signer));
        HostAnswers.require(sent.packed() != null, "answer", null);
        Packed packed = HostAnswers.packed(sent.packed());
        HostAnswers.require(digest.equals(packed.digest()), "digest", packed.digest());
        return sent;
    }

    /** Problems with the files are reported with the host's own messages, limited in length. */
    private static <T> T ask(Question<T> question) throws IOException, InterruptedException, EngineException {
        T answer;
        try {
            answer = question.ask();
        } catch (EngineException e) {
            throw new EngineException(HostAnswers.problem(e.problem()), e);
        } catch (InvalidInputException e) {
            throw HostAnswers.invalid(e);
        }
        HostAnswers.require(answer != null, "answer", null);
        return Objects.requireNonNull(answer);
    }
}
