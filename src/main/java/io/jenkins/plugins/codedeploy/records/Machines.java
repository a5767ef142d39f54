package io.jenkins.plugins.codedeploy.records;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.FilePath;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import java.util.UUID;

/**
 * Machines by what this controller knows of them, not by what they say: an agent is known by its connection. After it
 * has connected again it is another machine, since agents of one name come and go.
 */
public final class Machines {
    private static final String CONTROLLER = "controller";
    /** No agent can ask for a property by this key. */
    private static final Object ID = new Object();

    private Machines() {}

    /** Of the machine that a workspace is on: without blanks, and never that of another one. */
    @NonNull
    public static synchronized String of(@NonNull FilePath workspace) {
        if (!workspace.isRemote()) {
            return CONTROLLER;
        }
        String id = UUID.randomUUID().toString();
        VirtualChannel connection = workspace.getChannel();
        if (!(connection instanceof Channel channel)) {
            return id;
        }
        if (channel.getProperty(ID) instanceof String known) {
            return known;
        }
        channel.setProperty(ID, id);
        return id;
    }
}
