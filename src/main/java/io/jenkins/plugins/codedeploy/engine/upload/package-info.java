/**
 * A revision into its bucket: the controller begins and completes a multipart upload and presigns its parts, the machine
 * that has the files sends them.
 */
package io.jenkins.plugins.codedeploy.engine.upload;
