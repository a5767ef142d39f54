/** What is known of the two accounts; explanations, checks and setup documents are made from it. */
package io.jenkins.plugins.codedeploy.engine.facts;
