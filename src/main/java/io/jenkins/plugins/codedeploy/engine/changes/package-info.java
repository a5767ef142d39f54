/** What differs between two revisions. */
package io.jenkins.plugins.codedeploy.engine.changes;
