/** What CodeDeploy can be told to deploy, as AWS's {@code RevisionLocation} knows it, and how a person writes it. */
package io.jenkins.plugins.codedeploy.engine.revision;
