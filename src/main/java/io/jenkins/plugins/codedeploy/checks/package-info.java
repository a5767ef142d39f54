/** Checks of the set-up from forms and steps, and the pages that write the documents of both accounts. */
package io.jenkins.plugins.codedeploy.checks;
