/** The Pipeline steps. */
package io.jenkins.plugins.codedeploy.pipeline;
