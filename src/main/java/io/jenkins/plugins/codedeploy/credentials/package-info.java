/** Looks up stored credentials with the rights of a build, or of the person at a form. */
package io.jenkins.plugins.codedeploy.credentials;
