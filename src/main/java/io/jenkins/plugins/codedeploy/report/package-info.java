/**
 * What a build keeps and shows of its deployments: a bounded record in {@code build.xml}, the pages and the remote API
 * made from it. Nothing here calls AWS.
 */
package io.jenkins.plugins.codedeploy.report;
