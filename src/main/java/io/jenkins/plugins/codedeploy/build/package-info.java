/** A push or a deployment of a build, with the agent as the machine that has the files. */
package io.jenkins.plugins.codedeploy.build;
