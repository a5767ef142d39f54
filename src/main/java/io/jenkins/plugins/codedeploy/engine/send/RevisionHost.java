package io.jenkins.plugins.codedeploy.engine.send;

import io.jenkins.plugins.codedeploy.engine.bundle.SourceHost;

/** The machine that has the files, and sends them too: they do not pass through the controller. */
public interface RevisionHost extends SourceHost, PartHost {}
