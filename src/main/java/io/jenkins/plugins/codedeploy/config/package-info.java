/** Target accounts, the credentials that enter them, and the rights of jobs and people to use either. */
package io.jenkins.plugins.codedeploy.config;
