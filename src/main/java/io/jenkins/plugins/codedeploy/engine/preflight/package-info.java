/** The setup checked before it is used: every check that changes nothing, in the order of the guide's five steps. */
package io.jenkins.plugins.codedeploy.engine.preflight;
