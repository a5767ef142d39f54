/**
 * What the two accounts need for a deployment from one into the other: least-privilege documents and templates, made
 * from a target account's values. Nothing here calls AWS.
 */
package io.jenkins.plugins.codedeploy.engine.setup;
