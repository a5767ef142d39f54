/** The build step for freestyle jobs. */
package io.jenkins.plugins.codedeploy.freestyle;
