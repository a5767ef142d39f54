package io.jenkins.plugins.codedeploy.engine.upload;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import io.jenkins.plugins.codedeploy.engine.send.PartDemand;
import io.jenkins.plugins.codedeploy.engine.send.PartResult;
import io.jenkins.plugins.codedeploy.engine.send.PartSigner;
import io.jenkins.plugins.codedeploy.engine.send.RevisionHost;
import io.jenkins.plugins.codedeploy.engine.send.SentArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A machine in an attacker's hands: it does what it should, but for what a test has it do instead. */
public final class HostileRevisionHost implements RevisionHost {
    /** What it answers instead; each gets the honest answer. */
    public UnaryOperator<Survey> surveys = UnaryOperator.identity();

    public UnaryOperator<List<Finding>> findings = UnaryOperator.identity();
    public UnaryOperator<String> digests = UnaryOperator.identity();
    public UnaryOperator<Packed> packed = UnaryOperator.identity();
    public UnaryOperator<List<PartResult>> results = UnaryOperator.identity();
    public UnaryOperator<PartDemand> demands = UnaryOperator.identity();
    /** Packed instead of what was asked for, under that one's digest. */
    @CheckForNull
    public Path poison;

    /** Thrown instead of packing. */
    @CheckForNull
    public EngineException failure;

    private final RevisionHost honest;

    public HostileRevisionHost(@NonNull RevisionHost honest) {
        this.honest = honest;
    }

    @Override
    public Survey survey(SourceSpec source) throws IOException, InterruptedException, EngineException {
        return surveys.apply(honest.survey(source));
    }

    @Override
    public List<Finding> inspect(SourceSpec source, InstallPlan plan)
            throws IOException, InterruptedException, EngineException {
        return findings.apply(honest.inspect(source, plan));
    }

    @Override
    public String digest(SourceSpec source, Set<String> executables)
            throws IOException, InterruptedException, EngineException {
        return digests.apply(honest.digest(source, executables));
    }

    @Override
    public Packed pack(SourceSpec source, Set<String> executables, @CheckForNull String expectedDigest)
            throws IOException, InterruptedException, EngineException {
        if (failure != null) {
            throw failure;
        }
        if (poison == null) {
            return packed.apply(honest.pack(source, executables, expectedDigest));
        }
        String claimed = honest.digest(source, executables);
        SourceSpec instead = new SourceSpec(
                poison.toString(), source.includes(), source.excludes(), source.appSpec(), source.symlinks());
        return packed.apply(withDigest(honest.pack(instead, executables, null), claimed));
    }

    @Override
    public SentArchive send(SourceSpec source, Set<String> executables, String digest, PartSigner signer)
            throws IOException, InterruptedException, EngineException {
        if (failure != null) {
            throw failure;
        }
        SourceSpec instead = source;
        if (poison != null) {
            instead = new SourceSpec(
                    poison.toString(), source.includes(), source.excludes(), source.appSpec(), source.symlinks());
        }
        SentArchive sent = honest.send(
                instead, executables, honest.digest(instead, executables), part -> signer.sign(demands.apply(part)));
        return new SentArchive(packed.apply(withDigest(sent.packed(), digest)), results.apply(sent.parts()));
    }

    static Packed withDigest(Packed archive, String digest) {
        return new Packed(archive.bundleType(), archive.size(), archive.partSize(), archive.partSha256(), digest);
    }
}
