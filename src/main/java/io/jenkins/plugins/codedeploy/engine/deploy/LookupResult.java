package io.jenkins.plugins.codedeploy.engine.deploy;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * What a look for the deployment of a lost call has found.
 *
 * @param deploymentId null where AWS shows none
 * @param surelyAbsent AWS shows none, and would by now
 */
public record LookupResult(@CheckForNull String deploymentId, boolean surelyAbsent) {}
