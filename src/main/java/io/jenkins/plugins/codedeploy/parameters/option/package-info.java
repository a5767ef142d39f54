/** Parameters that have parameters of their own. Without one, the deployment group's own setting holds. */
package io.jenkins.plugins.codedeploy.parameters.option;
