/** What release jobs need beside the steps. */
package io.jenkins.plugins.codedeploy.release;
