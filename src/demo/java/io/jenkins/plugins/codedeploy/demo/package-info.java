/** A controller to try the plugin on: {@code mvn hpi:run -Pdemo}. It never reaches the {@code .hpi}. */
package io.jenkins.plugins.codedeploy.demo;
