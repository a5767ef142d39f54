package io.jenkins.plugins.codedeploy.engine.upload;

import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PresignedPart;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** This machine's files, with sending left to the test. */
final class FakeHost implements RevisionHost {
    interface Sending {
        List<PartResult> send(List<PresignedPart> parts, int call) throws IOException, InterruptedException;
    }

    final List<List<PresignedPart>> batches = new ArrayList<>();
    private final SourceHost files = new LocalSourceHost();
    private final Sending sending;

    FakeHost(Sending sending) {
        this.sending = sending;
    }

    static PartResult stored(PresignedPart part) {
        return new PartResult(part.number(), "\"e" + part.number() + "\"", 200, null, null, null);
    }

    static PartResult refused(PresignedPart part) {
        return new PartResult(part.number(), null, 403, "AccessDenied", "Request has expired", "REQ1");
    }

    static PartResult unanswered(PresignedPart part) {
        return new PartResult(part.number(), null, 0, "IOException", "no answer within 60 s", null);
    }

    static PartResult unconnected(PresignedPart part) {
        return new PartResult(part.number(), null, 0, "ConnectException", "Connection refused", null);
    }

    @Override
    public List<PartResult> send(Packed packed, List<PresignedPart> parts) throws IOException, InterruptedException {
        batches.add(parts);
        return sending.send(parts, batches.size());
    }

    @Override
    public Survey survey(SourceSpec source) throws IOException, InterruptedException, EngineException {
        return files.survey(source);
    }

    @Override
    public List<Finding> inspect(SourceSpec source, InstallPlan plan)
            throws IOException, InterruptedException, EngineException {
        return files.inspect(source, plan);
    }

    @Override
    public String digest(SourceSpec source, Set<String> executables)
            throws IOException, InterruptedException, EngineException {
        return files.digest(source, executables);
    }

    @Override
    public Packed pack(SourceSpec source, Set<String> executables, String expectedDigest)
            throws IOException, InterruptedException, EngineException {
        return files.pack(source, executables, expectedDigest);
    }

    @Override
    public void discard(Packed packed) throws IOException, InterruptedException, EngineException {
        files.discard(packed);
    }
}
