/** What a deployment would change: commits and files between the live revision and the next one. */
package io.jenkins.plugins.codedeploy.changes;
