/** Parts of the settings that have parts of their own: absent, they leave the deployment group's setting as it is. */
package io.jenkins.plugins.codedeploy.run.option;
