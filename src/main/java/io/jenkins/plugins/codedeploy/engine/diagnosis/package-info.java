/**
 * From what AWS answered to what is wrong with the setup: the step of the guide, the causes in order, the statements
 * that fix them. Nothing here calls AWS; its words are untrusted and only matched against patterns.
 */
package io.jenkins.plugins.codedeploy.engine.diagnosis;
