/** The engine beside what people would use instead, on the same simulated AWS, in one run. */
package io.jenkins.plugins.codedeploy.cli.bench;
