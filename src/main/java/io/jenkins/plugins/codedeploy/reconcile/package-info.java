/** Deployments that run and that no build follows: found after a start, looked at, and told. */
package io.jenkins.plugins.codedeploy.reconcile;
