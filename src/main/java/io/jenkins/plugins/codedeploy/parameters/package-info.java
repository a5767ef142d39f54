/** The parameters that steps, build step and post-build action share, their forms, and their values as the engine takes them. */
package io.jenkins.plugins.codedeploy.parameters;
