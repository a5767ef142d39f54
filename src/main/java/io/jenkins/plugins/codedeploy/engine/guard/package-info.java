/** Rules of a target account that the controller enforces when a deployment is created. */
package io.jenkins.plugins.codedeploy.engine.guard;
