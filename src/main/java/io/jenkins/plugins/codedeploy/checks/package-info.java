/** Checks of the setup from forms and steps, and the pages that write the documents of both accounts. */
package io.jenkins.plugins.codedeploy.checks;
