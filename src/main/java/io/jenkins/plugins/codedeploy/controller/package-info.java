/** The one engine of the controller: its threads, its clients and its connections, through the proxy of Jenkins. */
package io.jenkins.plugins.codedeploy.controller;
