/** The set-up of both accounts in Jenkins: checked from forms and steps, and written for copying. */
package io.jenkins.plugins.codedeploy.preflight;
