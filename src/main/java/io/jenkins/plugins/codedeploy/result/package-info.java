/** What steps return, and what later steps of the build find in its environment and its log. */
package io.jenkins.plugins.codedeploy.result;
