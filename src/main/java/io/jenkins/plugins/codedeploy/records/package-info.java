/** What builds and jobs keep on disk: journals, open deployments, pushed revisions, unfinished uploads. */
package io.jenkins.plugins.codedeploy.records;
