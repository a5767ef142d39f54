/**
 * What the Pipeline steps and the build step share: their settings in the engine's terms, the agent as the machine that
 * has the files, the build's journals, results and environment.
 */
package io.jenkins.plugins.codedeploy.run;
