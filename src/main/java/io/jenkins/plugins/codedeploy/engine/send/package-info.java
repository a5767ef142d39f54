/** Sends a revision's bytes over presigned URLs. Runs on agents: nothing but the JDK, no credential and no SDK. */
package io.jenkins.plugins.codedeploy.engine.send;
