/** What is live where: pages of the controller, of folders and of jobs, and their remote API. */
package io.jenkins.plugins.codedeploy.environments;
