package io.jenkins.plugins.codedeploy.engine.send;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.codedeploy.engine.EngineException;
import io.jenkins.plugins.codedeploy.engine.bundle.Finding;
import io.jenkins.plugins.codedeploy.engine.bundle.InstallPlan;
import io.jenkins.plugins.codedeploy.engine.bundle.LocalSourceHost;
import io.jenkins.plugins.codedeploy.engine.bundle.Packed;
import io.jenkins.plugins.codedeploy.engine.bundle.SourceSpec;
import io.jenkins.plugins.codedeploy.engine.bundle.Survey;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** This machine, where the files are. */
public final class LocalRevisionHost implements RevisionHost {
    private final LocalSourceHost files;
    private final PartSender sender;

    public LocalRevisionHost() {
        this(new LocalSourceHost(), new PartSender());
    }

    public LocalRevisionHost(@NonNull LocalSourceHost files, @NonNull PartSender sender) {
        this.files = files;
        this.sender = sender;
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
    public Packed pack(SourceSpec source, Set<String> executables, @CheckForNull String expectedDigest)
            throws IOException, InterruptedException, EngineException {
        return files.pack(source, executables, expectedDigest);
    }

    @Override
    public SentArchive send(SourceSpec source, Set<String> executables, String digest, PartSigner signer)
            throws IOException, InterruptedException, EngineException {
        Shipment shipment = new Shipment(sender, signer);
        Packed packed = files.pack(source, executables, digest, shipment);
        return new SentArchive(packed, shipment.results());
    }
}
