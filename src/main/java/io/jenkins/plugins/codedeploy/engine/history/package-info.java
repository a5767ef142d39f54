/** What was deployed where: a history for each environment, in append-only files that outlive builds. */
package io.jenkins.plugins.codedeploy.engine.history;
